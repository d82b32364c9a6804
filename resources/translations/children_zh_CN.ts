<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChildrenModel</name>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>Study day</source>
        <translation>研究日</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>下次访视</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标志</translation>
    </message>
    <message numerus="yes">
        <source>overdue %n d</source>
        <translation>
            <numerusform>逾期 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>entered</source>
        <translation>已录</translation>
    </message>
</context>
<context>
    <name>ChildrenView</name>
    <message>
        <source>Children</source>
        <translation>患儿</translation>
    </message>
    <message numerus="yes">
        <source>%n at this site</source>
        <translation>
            <numerusform>%n 名 · 本中心</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter: code, name…</source>
        <translation>筛选：编号、姓名…</translation>
    </message>
    <message>
        <source>Filter the children by code or name</source>
        <translation>按编号或姓名筛选患儿</translation>
    </message>
    <message>
        <source>Enrol a child</source>
        <translation>入组患儿</translation>
    </message>
    <message>
        <source>Charts of all</source>
        <translation>全部患儿图表</translation>
    </message>
    <message>
        <source>Children of this site</source>
        <translation>本中心患儿</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>In follow-up</source>
        <translation>随访中</translation>
    </message>
    <message>
        <source>Need you</source>
        <translation>需处理</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Loading the children…</source>
        <translation>正在读取患儿…</translation>
    </message>
    <message>
        <source>No child is enrolled at this site yet</source>
        <translation>本中心尚无入组患儿</translation>
    </message>
    <message>
        <source>This table shows every child with age, study day, next visit and the last kidney values.</source>
        <translation>此表列出每名患儿的年龄、研究日、下次访视和最近的肾脏指标。</translation>
    </message>
    <message>
        <source>Enrol the first child</source>
        <translation>入组第一名患儿</translation>
    </message>
    <message>
        <source>No child matches the filter</source>
        <translation>没有符合筛选条件的患儿</translation>
    </message>
    <message>
        <source>All children are still here; only the filter hides them.</source>
        <translation>患儿都还在，只是被筛选条件隐藏。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>EnrolDialog</name>
    <message>
        <source>Nothing was entered yet. Open the other record first, or confirm that this is another child.</source>
        <translation>尚未录入任何内容。请先查看那份记录，或确认这是另一名患儿。</translation>
    </message>
    <message>
        <source>%1 of %2 children are looked at for the same child; nothing is entered before all are</source>
        <translation>已比对 %1/%2 名患儿，查找是否为同一患儿；全部比对之前不录入</translation>
    </message>
    <message>
        <source>Enrol a child</source>
        <translation>入组患儿</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Hospital number</source>
        <translation>病案号</translation>
    </message>
    <message>
        <source>Sex at birth</source>
        <translation>出生性别</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>Consent signed on</source>
        <translation>知情同意签署日期</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>YYYY-MM-DD</translation>
    </message>
    <message>
        <source>Name, hospital number and date of birth are sealed and stay at this site; the EDC sees the code.</source>
        <translation>姓名、病案号和出生日期加密后只留在本中心，中心库只见编号。</translation>
    </message>
    <message>
        <source>This workstation has no site key yet: the child is entered with its code only.</source>
        <translation>本工作站还没有中心密钥：只能以编号录入患儿。</translation>
    </message>
    <message numerus="yes">
        <source>%n code(s) left in this workstation&apos;s block.</source>
        <translation>
            <numerusform>本机编号段还剩 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>This is another child</source>
        <translation>这是另一名患儿</translation>
    </message>
    <message>
        <source>Enrolling…</source>
        <translation>正在入组…</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>入组</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止比对</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>light band = reference interval for this child&apos;s age and sex</source>
        <translation>浅色带 = 该患儿年龄、性别的参考区间</translation>
    </message>
    <message>
        <source>above</source>
        <translation>高于</translation>
    </message>
    <message>
        <source>below</source>
        <translation>低于</translation>
    </message>
    <message>
        <source>open point = below the quantification limit</source>
        <translation>空心点 = 低于定量限</translation>
    </message>
    <message>
        <source>%1: no mark, low may be the effect</source>
        <translation>%1：偏低可为疗效，不作标志</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
</context>
</TS>
