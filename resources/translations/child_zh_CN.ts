<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChangeLine</name>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>better</source>
        <translation>好转</translation>
    </message>
</context>
<context>
    <name>ChildHeaderBar</name>
    <message>
        <source>Letter to the family…</source>
        <translation>家属通知单…</translation>
    </message>
    <message>
        <source>Erase the identity…</source>
        <translation>删除身份信息…</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>病程</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Medication, infections, samples, contacts and the other logs</source>
        <translation>用药、感染、样本、联系等记录</translation>
    </message>
    <message>
        <source>More about this child</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Unscheduled visit</source>
        <translation>计划外访视</translation>
    </message>
    <message>
        <source>Open %1   Enter</source>
        <translation>打开 %1   Enter</translation>
    </message>
</context>
<context>
    <name>ConflictsCard</name>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Open this conflict</source>
        <translation>打开此冲突</translation>
    </message>
</context>
<context>
    <name>EarlierCard</name>
    <message>
        <source>From earlier versions</source>
        <translation>早期版本的内容</translation>
    </message>
</context>
<context>
    <name>EligibilityCard</name>
    <message>
        <source>Eligibility</source>
        <translation>入排标准</translation>
    </message>
</context>
<context>
    <name>EraseDialog</name>
    <message>
        <source>Erase an identity</source>
        <translation>删除身份信息</translation>
    </message>
    <message>
        <source>Reason; kept in the record, without the name</source>
        <translation>原因（永久保留在记录中，请勿写姓名）</translation>
    </message>
    <message>
        <source>Type the code %1 to confirm</source>
        <translation>请输入编号 %1 以确认</translation>
    </message>
    <message>
        <source>Erase the identity of %1 for good?</source>
        <translation>永久删除 %1 的身份信息？</translation>
    </message>
    <message>
        <source>Name, numbers, date of birth, contacts and the names of attached files: nobody can read them again, on any workstation. There is no way back. Ages, and what depends on them (reference intervals, eGFR, growth, percentiles of blood pressure, consents that fall due), cannot be computed afterwards.</source>
        <translation>姓名、证件号与病案号、出生日期、联系方式及附件文件名：任何人在任何工作站上都无法再读取，且不可恢复。此后无法再计算年龄及依赖年龄的内容（参考区间、eGFR、生长发育、血压百分位、到期的知情同意）。</translation>
    </message>
    <message>
        <source>The study data stay, under the code. Free text is not searched: where somebody typed the name into a comment, change it there; its old text stays in the record.</source>
        <translation>研究数据以编号保留。程序不检索自由文本：如有人在备注中写过姓名，请在原处修改；原文仍保留在记录中。</translation>
    </message>
    <message>
        <source>Copies made before today still open the name: the printed sheets of the site key, and backups. Destroy them. A new sheet must be printed afterwards.</source>
        <translation>此前的副本仍可打开姓名：打印的中心密钥单以及备份。请予以销毁。之后须打印新的中心密钥单。</translation>
    </message>
    <message>
        <source>This workstation knows of no backup. Others may have made some.</source>
        <translation>本工作站未记录任何备份，其他工作站可能有备份。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>永久删除</translation>
    </message>
</context>
<context>
    <name>FilesCard</name>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Files are added on the ECG, echo and EEG forms.</source>
        <translation>附件在心电图、心脏彩超和脑电图表单中添加。</translation>
    </message>
    <message>
        <source>Open this file</source>
        <translation>打开此文件</translation>
    </message>
</context>
<context>
    <name>MedicationCard</name>
    <message>
        <source>Medication</source>
        <translation>用药</translation>
    </message>
    <message>
        <source>Nothing is written down yet.</source>
        <translation>尚无记录。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Open this prescription</source>
        <translation>打开此医嘱</translation>
    </message>
</context>
<context>
    <name>Proposal</name>
    <message>
        <source>It is a deviation</source>
        <translation>确认为偏离</translation>
    </message>
    <message>
        <source>Record the event</source>
        <translation>记录该事件</translation>
    </message>
    <message>
        <source>Not a deviation…</source>
        <translation>不属偏离…</translation>
    </message>
    <message>
        <source>Not an event…</source>
        <translation>不属不良事件…</translation>
    </message>
    <message>
        <source>Writes it into the log; the row can be completed there</source>
        <translation>写入记录，其余内容可在该行补充</translation>
    </message>
    <message>
        <source>Say why; it is not proposed again</source>
        <translation>请说明原因；此后不再提示</translation>
    </message>
</context>
<context>
    <name>QueriesCard</name>
    <message>
        <source>Queries</source>
        <translation>质疑</translation>
    </message>
    <message>
        <source>Go to what is asked about</source>
        <translation>转到该字段</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>to answer</source>
        <translation>待答复</translation>
    </message>
</context>
<context>
    <name>Reasoned</name>
    <message>
        <source>Keep the reason</source>
        <translation>保存原因</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>Open where this is written</source>
        <translation>打开填写处</translation>
    </message>
</context>
<context>
    <name>Service</name>
    <message>
        <source>Let it serve</source>
        <translation>兼作该访视</translation>
    </message>
    <message>
        <source>No longer…</source>
        <translation>不再兼作…</translation>
    </message>
</context>
<context>
    <name>SignaturesCard</name>
    <message>
        <source>Signatures</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Review and sign</source>
        <translation>审核与签名</translation>
    </message>
</context>
<context>
    <name>SinceCard</name>
    <message>
        <source>Since the last visit</source>
        <translation>自上次访视以来</translation>
    </message>
    <message>
        <source>Better and worse come from the study definition; without a direction nothing is judged.</source>
        <translation>好转与变差的方向取自研究定义；无方向的项目不作判断。</translation>
    </message>
    <message>
        <source>There is no earlier visit to compare with.</source>
        <translation>没有更早的访视可供比较。</translation>
    </message>
    <message>
        <source>Worse · %1</source>
        <translation>变差 · %1</translation>
    </message>
    <message>
        <source>Better · %1</source>
        <translation>好转 · %1</translation>
    </message>
    <message>
        <source>Listed, not judged</source>
        <translation>仅列出，不作好坏判断</translation>
    </message>
</context>
<context>
    <name>TrialView</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Serious events: deadlines</source>
        <translation>严重不良事件：报告时限</translation>
    </message>
    <message>
        <source>Adverse events</source>
        <translation>不良事件</translation>
    </message>
    <message>
        <source>CRS and ICANS</source>
        <translation>CRS 与 ICANS</translation>
    </message>
    <message>
        <source>Adverse events proposed</source>
        <translation>提示的不良事件</translation>
    </message>
    <message>
        <source>Deviations</source>
        <translation>方案偏离</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>知情同意</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>细胞制品</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
</context>
<context>
    <name>Twice</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Withdraw the decision…</source>
        <translation>撤回该裁定…</translation>
    </message>
    <message>
        <source>Same child: %1 goes on…</source>
        <translation>同一患儿：由 %1 继续记录…</translation>
    </message>
    <message>
        <source>Not the same child…</source>
        <translation>非同一患儿…</translation>
    </message>
    <message>
        <source>Say why; it can be taken back here</source>
        <translation>请说明原因；可在此处撤回</translation>
    </message>
</context>
<context>
    <name>TwiceCard</name>
    <message>
        <source>Enrolled twice?</source>
        <translation>是否重复入组？</translation>
    </message>
</context>
<context>
    <name>VisitStrip</name>
    <message>
        <source>signed</source>
        <translation>已签名</translation>
    </message>
    <message>
        <source>signature void</source>
        <translation>签名失效</translation>
    </message>
    <message>
        <source>to sign</source>
        <translation>待签名</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>录入中</translation>
    </message>
    <message>
        <source>due now</source>
        <translation>窗内</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未访视</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>old records</source>
        <translation>旧病历补录</translation>
    </message>
    <message>
        <source>not made</source>
        <translation>未进行</translation>
    </message>
    <message>
        <source>no longer asked</source>
        <translation>不再要求</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
</context>
</TS>
