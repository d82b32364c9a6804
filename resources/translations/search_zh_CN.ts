<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>KeyMap</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search children, visits, items, queries, commands</source>
        <translation>查找患儿、访视、项目、质疑、命令</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>全局查找</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>查找结果</translation>
    </message>
    <message numerus="yes">
        <source>%n more; type another word</source>
        <translation>
            <numerusform>另有 %n 项，请再输入一个词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more children fit: write more of the code to look into them</source>
        <translation>
            <numerusform>另有 %n 名患儿符合：请输入更完整的编号后再查找其访视和项目</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found yet.</source>
        <translation>暂未找到。</translation>
    </message>
    <message>
        <source>Nothing is called so. A child is found by code or name; write a visit or an item behind it.</source>
        <translation>没有找到。请输入患儿编号或姓名，其后可加访视或项目。</translation>
    </message>
    <message>
        <source>A child&apos;s code and a visit or an item lead straight there: LN-007 M3, LN-007 creatinine</source>
        <translation>编号加访视或项目可直接到达：LN-007 M3、LN-007 肌酐</translation>
    </message>
    <message>
        <source>Still looking: names and numbers of %1 of %2 children are read, codes of all.</source>
        <translation>仍在查找：已读取 %1/%2 名患儿的姓名与病案号，编号可全部查找。</translation>
    </message>
</context>
</TS>
