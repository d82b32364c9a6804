<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Needs</name>
    <message>
        <source>Needs you</source>
        <translation>需要您处理</translation>
    </message>
    <message>
        <source>Nothing waits for you: no critical value, conflict or query.</source>
        <translation>没有待处理事项：无危急值、冲突或质疑。</translation>
    </message>
</context>
<context>
    <name>OutcomesLine</name>
    <message>
        <source>Primary outcomes, due visits complete</source>
        <translation>主要终点（已完成/应完成访视）</translation>
    </message>
    <message>
        <source>(so far)</source>
        <translation>（已读取部分）</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>查看表格</translation>
    </message>
</context>
<context>
    <name>TodayModel</name>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Study day · target</source>
        <translation>研究日 · 目标日</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>时间窗</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>完整度</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Overdue %1</source>
        <translation>逾期 %1</translation>
    </message>
    <message>
        <source>the window is over; it can still be entered and is marked as outside</source>
        <translation>时间窗已过，仍可录入并标为超窗</translation>
    </message>
    <message>
        <source>Being entered %1</source>
        <translation>录入中 %1</translation>
    </message>
    <message>
        <source>the visit took place; not all of it is entered</source>
        <translation>访视已进行，尚未录完</translation>
    </message>
    <message>
        <source>Due now %1</source>
        <translation>窗内 %1</translation>
    </message>
    <message>
        <source>the window is open</source>
        <translation>时间窗已开始</translation>
    </message>
    <message numerus="yes">
        <source>Next %n days</source>
        <translation>
            <numerusform>未来 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>the window opens soon</source>
        <translation>时间窗即将开始</translation>
    </message>
</context>
<context>
    <name>TodayView</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>the line is today; the bar spans %1 to +%2 days</source>
        <translation>竖线为今日；横轴 %1 至 +%2 天</translation>
    </message>
    <message>
        <source>What is due</source>
        <translation>到期事项</translation>
    </message>
    <message>
        <source>Looking what is due…</source>
        <translation>正在查找到期事项…</translation>
    </message>
    <message numerus="yes">
        <source>Nothing is due in the next %n days</source>
        <translation>
            <numerusform>未来 %n 天没有到期事项</numerusform>
        </translation>
    </message>
    <message>
        <source>Visits, consents and reports that are overdue, due or coming stand here as soon as there are some.</source>
        <translation>逾期、窗内及即将到期的访视、知情同意和报告将列在此处。</translation>
    </message>
    <message>
        <source>All children</source>
        <translation>全部患儿</translation>
    </message>
    <message>
        <source>Enrol the first child</source>
        <translation>入组第一名患儿</translation>
    </message>
</context>
</TS>
