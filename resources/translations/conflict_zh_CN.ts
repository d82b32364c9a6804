<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ConflictView</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>One item has %1 values: %2</source>
        <translation>同一项目有 %1 个值：%2</translation>
    </message>
    <message>
        <source>They were entered without knowledge of each other, and all are kept. Until this is resolved the form cannot be signed. You can resolve it offline; it is sent later.</source>
        <translation>各值在互不知情时录入，均完整保留。解决之前本表不能签名；可离线解决，联网后同步。</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>x = days since infusion</source>
        <translation>x = 回输后天数</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>趋势</translation>
    </message>
</context>
<context>
    <name>DecisionCard</name>
    <message>
        <source>Use %1: %2</source>
        <translation>用 %1：%2</translation>
    </message>
    <message>
        <source>Another value</source>
        <translation>另录一值</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Reason (required)</source>
        <translation>理由（必填）</translation>
    </message>
    <message>
        <source>Reason for the decision</source>
        <translation>决定的理由</translation>
    </message>
    <message>
        <source>No value is deleted; all stay in the history. If somebody decides otherwise, it is asked again.</source>
        <translation>未选的值不会删除，仍可在历史中查看。若他人另作决定，将再次列为冲突。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>解决冲突</translation>
    </message>
    <message>
        <source>recorded as %1 (%2)</source>
        <translation>以 %1（%2）身份记录</translation>
    </message>
</context>
<context>
    <name>SideCard</name>
    <message>
        <source>Value %1</source>
        <translation>值 %1</translation>
    </message>
    <message>
        <source>Value %1: %2 %3</source>
        <translation>值 %1：%2 %3</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>Entered by</source>
        <translation>录入人</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>As typed</source>
        <translation>录入原文</translation>
    </message>
    <message>
        <source>Saw before</source>
        <translation>当时所见</translation>
    </message>
</context>
</TS>
