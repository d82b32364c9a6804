<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>PostCard</name>
    <message>
        <source> · not sent yet</source>
        <translation> · 尚未发送</translation>
    </message>
</context>
<context>
    <name>QueriesModel</name>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>质疑内容</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>提出者</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>状态</translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>to answer</source>
        <translation>待答复</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
</context>
<context>
    <name>QueriesView</name>
    <message>
        <source>Queries</source>
        <translation>质疑</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>To answer</source>
        <translation>待答复</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>How far a query is</source>
        <translation>质疑状态</translation>
    </message>
    <message>
        <source>Any age</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>over 7 days</source>
        <translation>超过 7 天</translation>
    </message>
    <message>
        <source>over 30 days</source>
        <translation>超过 30 天</translation>
    </message>
    <message>
        <source>How long it has been open</source>
        <translation>提出至今</translation>
    </message>
    <message>
        <source>Reading the queries…</source>
        <translation>正在读取质疑…</translation>
    </message>
    <message>
        <source>No query fits</source>
        <translation>没有符合条件的质疑</translation>
    </message>
    <message>
        <source>No queries</source>
        <translation>没有质疑</translation>
    </message>
    <message>
        <source>Questions about what was entered stand here: those of the monitor and those that checks raised.</source>
        <translation>监查员提出和核查产生的质疑将列在此处。</translation>
    </message>
    <message>
        <source>Show all queries</source>
        <translation>显示全部质疑</translation>
    </message>
</context>
<context>
    <name>ThreadPane</name>
    <message>
        <source>What was written</source>
        <translation>往来记录</translation>
    </message>
    <message>
        <source>Go to the field</source>
        <translation>转到该字段</translation>
    </message>
    <message>
        <source>Esc leads back here</source>
        <translation>按 Esc 返回此处</translation>
    </message>
    <message>
        <source>The answer: what was checked, and what it is</source>
        <translation>答复：核对了什么，结果如何</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新提出</translation>
    </message>
    <message>
        <source>The answer did not settle it</source>
        <translation>答复未解决问题</translation>
    </message>
    <message>
        <source>Close the query</source>
        <translation>关闭质疑</translation>
    </message>
</context>
</TS>
