<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Outcomes</name>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>awaiting results</source>
        <translation>待结果</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>录入中</translation>
    </message>
    <message>
        <source>window open</source>
        <translation>窗内未录</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>excused</source>
        <translation>有原因未做</translation>
    </message>
    <message>
        <source>not due</source>
        <translation>未到期</translation>
    </message>
    <message>
        <source>the visit was missed</source>
        <translation>访视未进行</translation>
    </message>
    <message>
        <source>the follow-up had ended</source>
        <translation>随访已结束</translation>
    </message>
    <message>
        <source>not done, with a reason</source>
        <translation>未做，已注明原因</translation>
    </message>
    <message>
        <source>%1 of %2 results</source>
        <translation>结果 %1/%2</translation>
    </message>
    <message>
        <source>%1 awaited</source>
        <translation>待结果 %1</translation>
    </message>
    <message>
        <source>not counted: beside the schedule</source>
        <translation>计划外，不计入</translation>
    </message>
    <message>
        <source>no visit is due yet</source>
        <translation>尚无应完成的访视</translation>
    </message>
    <message>
        <source>%1 of %2 due visits complete</source>
        <translation>应完成 %2 次访视，已完成 %1</translation>
    </message>
    <message>
        <source>beside the schedule %1</source>
        <translation>计划外 %1</translation>
    </message>
</context>
<context>
    <name>OutcomesView</name>
    <message>
        <source>Primary outcomes</source>
        <translation>主要终点</translation>
    </message>
    <message>
        <source>No time point set in the registry: every visit that asks for them counts, by its own window.</source>
        <translation>注册信息未规定时间点：凡应查的访视均计入，是否逾期仅按访视时间窗判断。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>All children</source>
        <translation>全部患儿</translation>
    </message>
    <message>
        <source>Something missing</source>
        <translation>有缺失</translation>
    </message>
    <message>
        <source>Primary outcomes by child and visit</source>
        <translation>各患儿各访视的主要终点</translation>
    </message>
    <message>
        <source>This study names no primary outcome</source>
        <translation>本研究定义未指定主要终点</translation>
    </message>
    <message>
        <source>Reading the children…</source>
        <translation>正在读取患儿…</translation>
    </message>
    <message>
        <source>Nothing is missing</source>
        <translation>无缺失</translation>
    </message>
    <message>
        <source>Of no child has the window of a visit passed without anything being entered.</source>
        <translation>没有患儿的访视时间窗已过而未录入任何内容。</translation>
    </message>
    <message>
        <source>No visit is due yet</source>
        <translation>尚无到期的访视</translation>
    </message>
    <message>
        <source>A child stands here as soon as a visit asks for an outcome.</source>
        <translation>访视一旦应查主要终点，患儿即显示于此。</translation>
    </message>
    <message>
        <source>open the form</source>
        <translation>打开表单</translation>
    </message>
    <message>
        <source>back</source>
        <translation>返回</translation>
    </message>
</context>
</TS>
