<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChartBar</name>
    <message>
        <source>Panels…</source>
        <translation>面板…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Log axes</source>
        <translation>对数轴</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Export the charts</source>
        <translation>导出图表</translation>
    </message>
</context>
<context>
    <name>ChartHover</name>
    <message>
        <source>click opens the visit</source>
        <translation>单击打开该访视</translation>
    </message>
    <message>
        <source>click opens it</source>
        <translation>单击打开</translation>
    </message>
</context>
<context>
    <name>ChartPage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>ChartsView</name>
    <message>
        <source>Compare…</source>
        <translation>比较患儿…</translation>
    </message>
    <message>
        <source>No panel is chosen</source>
        <translation>未选择面板</translation>
    </message>
    <message>
        <source>Panels show values over the days since the infusion. Choose those you want to compare.</source>
        <translation>面板按回输后天数显示各项结果。请选择要比较的面板。</translation>
    </message>
    <message>
        <source>Choose panels</source>
        <translation>选择面板</translation>
    </message>
</context>
<context>
    <name>CohortView</name>
    <message>
        <source>All children</source>
        <translation>全部患儿</translation>
    </message>
    <message>
        <source>Infused</source>
        <translation>已回输</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Reading the children…</source>
        <translation>正在读取患儿…</translation>
    </message>
    <message>
        <source>Nothing to show yet</source>
        <translation>暂无可显示内容</translation>
    </message>
    <message>
        <source>Here the children lie over each other from the day of infusion, by code, with their median.</source>
        <translation>此处按编号叠放各患儿自回输日起的曲线，并绘中位数。</translation>
    </message>
    <message>
        <source>Choose panels</source>
        <translation>选择面板</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare with</source>
        <translation>选择对比患儿</translation>
    </message>
    <message>
        <source>Filter: code…</source>
        <translation>筛选：编号…</translation>
    </message>
    <message>
        <source>Filter the children by code</source>
        <translation>按编号筛选患儿</translation>
    </message>
    <message>
        <source>Children of this site</source>
        <translation>本中心患儿</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>At most %1 more can be told apart</source>
        <translation>最多可再选 %1 名，否则难以分辨</translation>
    </message>
    <message>
        <source>Chosen: %1. Without any the child stands alone</source>
        <translation>已选 %1 名；不选则仅显示本患儿</translation>
    </message>
</context>
<context>
    <name>DaysSwitch</name>
    <message>
        <source>Early days</source>
        <translation>早期</translation>
    </message>
    <message>
        <source>Panels of the early days (%1):</source>
        <translation>早期面板（%1 个）：</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>全程</translation>
    </message>
</context>
</TS>
