<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AsideStrip</name>
    <message>
        <source>Import into %1 instead</source>
        <translation>改为导入 %1</translation>
    </message>
    <message>
        <source>Into %1 all the same</source>
        <translation>仍导入 %1</translation>
    </message>
</context>
<context>
    <name>LabImport</name>
    <message>
        <source>new</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>stands already</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>将修改</translation>
    </message>
    <message>
        <source>in conflict</source>
        <translation>存在冲突</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>another collection</source>
        <translation>另一次标本</translation>
    </message>
    <message>
        <source>impossible</source>
        <translation>超出可能范围</translation>
    </message>
    <message>
        <source>no time</source>
        <translation>缺采集时间</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>待选择</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法识别</translation>
    </message>
    <message>
        <source>unknown test</source>
        <translation>无对应项目</translation>
    </message>
    <message>
        <source>broken line</source>
        <translation>行格式有误</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
</context>
<context>
    <name>LabImportDialog</name>
    <message>
        <source>Import a laboratory report</source>
        <translation>导入检验报告单</translation>
    </message>
    <message>
        <source>I have compared: this report belongs to %1</source>
        <translation>已核对：该报告属于 %1</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>标本</translation>
    </message>
    <message>
        <source>Collected at</source>
        <translation>采集时间</translation>
    </message>
    <message>
        <source>Reason for the change</source>
        <translation>修改原因</translation>
    </message>
    <message>
        <source>YYYY-MM-DD HH:MM</source>
        <translation>YYYY-MM-DD HH:MM</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Lines of the report</source>
        <translation>报告单各行</translation>
    </message>
    <message>
        <source>take or leave</source>
        <translation>导入/不导入</translation>
    </message>
    <message>
        <source>to the fields</source>
        <translation>处理该行</translation>
    </message>
    <message>
        <source>next open line</source>
        <translation>下一待处理行</translation>
    </message>
    <message>
        <source>Next open line</source>
        <translation>下一待处理行</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The name or number on the report is this child&apos;s.</source>
        <translation>报告上的姓名或病案号与该患儿一致。</translation>
    </message>
    <message>
        <source>Only part of the name and number on the report agrees with this child.</source>
        <translation>报告上的姓名与病案号仅部分与该患儿相符。</translation>
    </message>
    <message>
        <source>The name and number on this report are NOT this child&apos;s.</source>
        <translation>报告上的姓名或病案号与该患儿不符！</translation>
    </message>
    <message>
        <source>It cannot be told whose report this is.</source>
        <translation>无法判断该报告属于哪位患儿。</translation>
    </message>
    <message>
        <source>On the report: %1</source>
        <translation>报告上为：%1</translation>
    </message>
    <message>
        <source>%1 of %2 lines will be taken</source>
        <translation>共 %2 行，将导入 %1 行</translation>
    </message>
    <message>
        <source>%1 ask</source>
        <translation>%1 行待选择</translation>
    </message>
    <message>
        <source>%1 cannot be taken</source>
        <translation>%1 行不能导入</translation>
    </message>
    <message>
        <source>%1 unknown</source>
        <translation>%1 行无对应项目</translation>
    </message>
    <message>
        <source>%1 broken</source>
        <translation>%1 行格式有误</translation>
    </message>
    <message>
        <source>%1 stand already</source>
        <translation>%1 行已有</translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation>%1 行不导入</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>LineDetail</name>
    <message>
        <source>Which reading</source>
        <translation>选择读法</translation>
    </message>
    <message>
        <source>The paper says</source>
        <translation>报告单原文</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>without a word it becomes a query</source>
        <translation>不说明则生成质疑</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新识别</translation>
    </message>
    <message>
        <source>The report really says so</source>
        <translation>已核对，报告单确为此值</translation>
    </message>
</context>
<context>
    <name>ReportModel</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>检验项目</translation>
    </message>
    <message>
        <source>Item · form</source>
        <translation>对应项目 · 表单</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>报告结果</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>参考区间</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>处理</translation>
    </message>
</context>
</TS>
