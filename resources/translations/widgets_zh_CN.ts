<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AskingMenu</name>
    <message>
        <source>Choose with ↑ ↓ and Enter</source>
        <translation>请用 ↑ ↓ 选定后按 Enter</translation>
    </message>
    <message>
        <source>Choose by the digit, or with ↑ ↓ and Enter</source>
        <translation>按数字选择，或用 ↑ ↓ 选定后按 Enter</translation>
    </message>
</context>
<context>
    <name>CapsWarning</name>
    <message>
        <source>Caps Lock is on</source>
        <translation>大写锁定已打开</translation>
    </message>
</context>
<context>
    <name>Flag</name>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Critical</source>
        <comment>low</comment>
        <translation>危急低</translation>
    </message>
    <message>
        <source>Critical</source>
        <comment>high</comment>
        <translation>危急高</translation>
    </message>
    <message>
        <source>Critical</source>
        <comment>by a rule</comment>
        <translation>危急</translation>
    </message>
    <message>
        <source>below the interval</source>
        <translation>低于参考区间</translation>
    </message>
    <message>
        <source>above the interval</source>
        <translation>高于参考区间</translation>
    </message>
    <message>
        <source>critically low</source>
        <translation>危急低值</translation>
    </message>
    <message>
        <source>critically high</source>
        <translation>危急高值</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>危急值</translation>
    </message>
</context>
<context>
    <name>GivingLine</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2/%3</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>LanguageSwitcher</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>MessageStrip</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>New passphrase again</source>
        <translation>再次输入新口令</translation>
    </message>
    <message numerus="yes">
        <source>at least %n characters; several words are easiest to keep</source>
        <translation>
            <numerusform>至少 %n 个字符；几个词连成一句最好记</numerusform>
        </translation>
    </message>
    <message>
        <source>at least five different characters</source>
        <translation>至少五个不同的字符</translation>
    </message>
    <message>
        <source>without your name</source>
        <translation>不含本人姓名</translation>
    </message>
    <message>
        <source>typed twice the same</source>
        <translation>两次输入一致</translation>
    </message>
</context>
<context>
    <name>Passphrase</name>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Hide the passphrase</source>
        <translation>隐藏口令</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>显示口令</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>%1 of %2 children are read; these can be used already</source>
        <translation>已读取 %1 / %2 名患儿，已读取者可直接使用</translation>
    </message>
    <message>
        <source>%1 of %2 children are read; the others are not shown</source>
        <translation>已读取 %1 / %2 名患儿，其余未显示</translation>
    </message>
    <message>
        <source>%1 of %2 children are read anew; the others stand as they were</source>
        <translation>已重新读取 %1 / %2 名患儿，其余仍为先前内容</translation>
    </message>
    <message>
        <source>Read the others</source>
        <translation>读取其余患儿</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
</TS>
