<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>DosePane</name>
    <message>
        <source>How to write it</source>
        <translation>写法</translation>
    </message>
    <message>
        <source>prednisone 5mg 3 tabs qod
MMF 0.25g bid po
IVIG 0.4g/kg ivgtt qd 5d</source>
        <translation>泼尼松 5mg 3片 qod
甲强龙 40mg 静滴 q12h×3天
MMF 0.25g bid 停 2026-11-20</translation>
    </message>
    <message>
        <source>What has two readings is asked; what is not read stays as words.</source>
        <translation>有歧义时逐项询问；读不懂的按原文保留。</translation>
    </message>
    <message>
        <source>Glucocorticoid, as prednisone</source>
        <translation>激素（泼尼松等效）</translation>
    </message>
    <message>
        <source>mg/kg/day · %1 mg/day</source>
        <translation>mg/kg/日 · %1 mg/日</translation>
    </message>
    <message>
        <source>mg/day</source>
        <translation>mg/日</translation>
    </message>
    <message>
        <source>Counted with</source>
        <translation>计算所用</translation>
    </message>
</context>
<context>
    <name>LineAnswers</name>
    <message>
        <source>Choose by the digit, or with ← → and Enter</source>
        <translation>按数字选择，或用 ← → 选定后按 Enter</translation>
    </message>
</context>
<context>
    <name>LogsView</name>
    <message>
        <source>The row was completed or signed. The reason is kept with the change.</source>
        <translation>该行已完成或已签名，原因随修改一并保留。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记入</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The child&apos;s page</source>
        <translation>患儿页</translation>
    </message>
    <message>
        <source>New row</source>
        <translation>新增一行</translation>
    </message>
    <message>
        <source>%1: nothing yet</source>
        <translation>%1：尚无记录</translation>
    </message>
    <message>
        <source>The child&apos;s logs</source>
        <translation>患儿记录</translation>
    </message>
    <message>
        <source>%1 open of %2</source>
        <translation>进行中 %1，共 %2</translation>
    </message>
</context>
<context>
    <name>OrderLine</name>
    <message>
        <source>A prescription as you write it: prednisone 5mg 3 tabs qod (L)</source>
        <translation>直接写医嘱，如：泼尼松 5mg 3片 qod（按 L）</translation>
    </message>
    <message>
        <source>Prescription line</source>
        <translation>医嘱行</translation>
    </message>
    <message>
        <source>Enter records it, Esc leaves the row as it stands</source>
        <translation>Enter 记入；Esc 保持原行不变</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记入</translation>
    </message>
    <message>
        <source>Enter keeps it as a row of the log</source>
        <translation>按 Enter 记为一行</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
</context>
</TS>
