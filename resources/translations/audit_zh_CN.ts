<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AuditView</name>
    <message>
        <source>Audit</source>
        <translation>稽查</translation>
    </message>
    <message>
        <source>Trail</source>
        <translation>稽查轨迹</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>核查问题</translation>
    </message>
    <message>
        <source>Halves of the audit room</source>
        <translation>稽查页的两个部分</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Check every entry, signature and file of this record</source>
        <translation>校验本记录的每条记录、签名与文件</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Save the entries that the filter shows as a table</source>
        <translation>将当前筛选出的记录保存为表格</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2 / %3</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Go to the field (Enter)</source>
        <translation>转到该字段（Enter）</translation>
    </message>
    <message>
        <source>No entry is chosen</source>
        <translation>未选择记录</translation>
    </message>
    <message>
        <source>When (site)</source>
        <translation>本中心时间</translation>
    </message>
    <message>
        <source>UTC, and this clock against the EDC&apos;s</source>
        <translation>UTC 时间，及本机与中心库时钟之差</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>After</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>录入原文</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>State and number at the EDC</source>
        <translation>中心库状态与序号</translation>
    </message>
    <message>
        <source>Workstation, its number</source>
        <translation>工作站及其序号</translation>
    </message>
    <message>
        <source>Study version</source>
        <translation>研究版本</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Hash (SHA-256)</source>
        <translation>哈希（SHA-256）</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>From (day)</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>To (day)</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>访问</translation>
    </message>
    <message>
        <source>Which kind of entry</source>
        <translation>记录类别</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show all entries again</source>
        <translation>重新显示全部记录</translation>
    </message>
</context>
<context>
    <name>InspectionPanel</name>
    <message>
        <source>Questions of an auditor</source>
        <translation>稽查问题列表</translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>The window stays usable meanwhile.</source>
        <translation>读取期间可继续使用窗口。</translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>无内容</translation>
    </message>
    <message>
        <source>read at %1</source>
        <translation>读取于 %1</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Save this answer as a table</source>
        <translation>将此答案保存为表格</translation>
    </message>
    <message>
        <source>All as CSV…</source>
        <translation>全部存为 CSV…</translation>
    </message>
    <message>
        <source>Save every answer into a folder</source>
        <translation>将所有答案保存到文件夹</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>LinesModel</name>
    <message>
        <source>When (site)</source>
        <translation>本中心时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Before → after</source>
        <translation>原值 → 新值</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>At the EDC</source>
        <translation>中心库</translation>
    </message>
</context>
<context>
    <name>TrailPanel</name>
    <message>
        <source>Audit trail, newest first</source>
        <translation>稽查轨迹，最新在前</translation>
    </message>
    <message>
        <source>No entry matches the filter</source>
        <translation>没有符合筛选条件的记录</translation>
    </message>
    <message>
        <source>Nothing is gone; only the filter hides the other entries.</source>
        <translation>没有记录丢失，其余记录仅被筛选隐藏。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>The newest entries come first.</source>
        <translation>最新记录最先显示。</translation>
    </message>
</context>
</TS>
