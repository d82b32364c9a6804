<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MainWindow</name>
    <message>
        <source>Leave Cartella</source>
        <translation>退出 Cartella</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) have not been sent yet.</source>
        <translation>
            <numerusform>还有 %n 项未发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>They are saved on this workstation and go out when Cartella is next unlocked and online.</source>
        <translation>它们已存于本机，下次解锁并联网后自动发送。</translation>
    </message>
    <message>
        <source>The oldest has waited for %1.</source>
        <translation>最早一项已等待 %1。</translation>
    </message>
    <message numerus="yes">
        <source>%n half-typed field(s) are kept and offered back.</source>
        <translation>
            <numerusform>%n 个未录完的栏目已保留，下次会再提示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Children</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>质疑</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全性</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>稽查</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>管理</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 项待处理</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Queue does not move</source>
        <translation>发送停滞</translation>
    </message>
    <message>
        <source>Not enrolled with an EDC</source>
        <translation>未接入 EDC</translation>
    </message>
    <message>
        <source>sending %1 / %2</source>
        <translation>正在发送 %1 / %2</translation>
    </message>
    <message>
        <source>everything sent</source>
        <translation>已全部发送</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n 项待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, oldest %2</source>
        <translation>%1，最早 %2前</translation>
    </message>
    <message>
        <source>bundle without reply %1</source>
        <translation>数据包已 %1未获回复</translation>
    </message>
    <message>
        <source>Open the sync room</source>
        <translation>打开同步</translation>
    </message>
    <message>
        <source>Another user (Ctrl+Shift+L); yours is kept</source>
        <translation>切换用户（Ctrl+Shift+L）；您的内容会保留</translation>
    </message>
    <message>
        <source>Search children, visits, items…</source>
        <translation>查找患儿、访视、项目…</translation>
    </message>
    <message>
        <source>Search everything (Ctrl+K)</source>
        <translation>全局查找（Ctrl+K）</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Lock Cartella (Ctrl+L); what you entered is saved</source>
        <translation>锁定 Cartella（Ctrl+L）；已录内容均已保存</translation>
    </message>
</context>
</TS>
