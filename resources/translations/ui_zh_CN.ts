<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Age</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨日</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>查找范围：</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>文件名（&amp;N）：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型（&amp;T）：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>文件夹（&amp;F）：</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>选择（&amp;C）</translation>
    </message>
</context>
<context>
    <name>FileWords</name>
    <message>
        <source>sealing…</source>
        <translation>封存中…</translation>
    </message>
    <message>
        <source>here, not sent yet</source>
        <translation>在本机，尚未发送</translation>
    </message>
    <message>
        <source>here and at the centre</source>
        <translation>本机与中心库均有</translation>
    </message>
    <message>
        <source>at the centre</source>
        <translation>在中心库</translation>
    </message>
    <message>
        <source>not yet received</source>
        <translation>尚未收到</translation>
    </message>
    <message>
        <source>missing here, not at the centre</source>
        <translation>本机缺失，中心库亦无</translation>
    </message>
    <message>
        <source>damaged here, fetched again at the next sync</source>
        <translation>本机已损坏，下次同步时重新获取</translation>
    </message>
    <message>
        <source>damaged here, not at the centre</source>
        <translation>本机已损坏，中心库没有</translation>
    </message>
    <message>
        <source>could not be taken</source>
        <translation>无法接收</translation>
    </message>
</context>
</TS>
