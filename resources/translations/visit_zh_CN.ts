<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AttachmentsStrip</name>
    <message>
        <source>Files · %1</source>
        <translation>附件 · %1</translation>
    </message>
    <message>
        <source>drop a PDF, picture, DICOM, EDF or aECG here</source>
        <translation>可将 PDF、图片、DICOM、EDF 或 aECG 文件拖放到此处</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Show this file</source>
        <translation>查看此文件</translation>
    </message>
    <message>
        <source>Withdraw “%1”</source>
        <translation>撤回“%1”</translation>
    </message>
    <message>
        <source>Withdraw this file…</source>
        <translation>撤回此文件…</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>sending %1 %</source>
        <translation>发送中 %1%</translation>
    </message>
    <message>
        <source>arriving %1 %</source>
        <translation>下载中 %1%</translation>
    </message>
    <message>
        <source>This picture cannot be read; the sealed file is unharmed.</source>
        <translation>无法读取此图片；已封存的文件完好。</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
</context>
<context>
    <name>ColumnHead</name>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考区间</translation>
    </message>
    <message>
        <source>Previous · day</source>
        <translation>上次 · 研究日</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <translation>待确认</translation>
    </message>
</context>
<context>
    <name>DerivedCard</name>
    <message>
        <source>Derived values</source>
        <translation>衍生值</translation>
    </message>
</context>
<context>
    <name>DerivedLine</name>
    <message>
        <source>From: %1</source>
        <translation>依据：%1</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>刚更新</translation>
    </message>
</context>
<context>
    <name>EpisodesCard</name>
    <message>
        <source>Assessment and episodes</source>
        <translation>评估与发作</translation>
    </message>
</context>
<context>
    <name>FootBar</name>
    <message>
        <source>Go there (F8)</source>
        <translation>前往（F8）</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一项</translation>
    </message>
    <message>
        <source>back</source>
        <translation>上一项</translation>
    </message>
    <message>
        <source>form</source>
        <translation>换表</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>未做</translation>
    </message>
    <message>
        <source>history</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>FormBar</name>
    <message>
        <source>not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>reopened</source>
        <translation>已重新打开</translation>
    </message>
    <message>
        <source>not noted</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>资料来源：%1</translation>
    </message>
    <message>
        <source>Where the data of this form come from</source>
        <translation>本表数据的来源</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>再加一份</translation>
    </message>
    <message>
        <source>Another specimen, reading or entry of this form</source>
        <translation>为本表再加一份标本、测量或记录</translation>
    </message>
    <message>
        <source>Fill empty findings that have a normal answer; nothing that stands is changed (Alt+N)</source>
        <translation>将有正常答案的空项填为正常，不改动已有内容（Alt+N）</translation>
    </message>
    <message>
        <source>All normal</source>
        <translation>全部正常</translation>
    </message>
    <message>
        <source>Offer what stood at the last visit, where the study allows it (Alt+L)</source>
        <translation>显示上次访视中方案允许沿用的内容（Alt+L）</translation>
    </message>
    <message>
        <source>As last time</source>
        <translation>沿用上次</translation>
    </message>
    <message>
        <source>Rest awaiting…</source>
        <translation>其余待结果…</translation>
    </message>
    <message>
        <source>Print or save as PDF (Ctrl+P)</source>
        <translation>打印或另存为 PDF（Ctrl+P）</translation>
    </message>
    <message>
        <source>Form completed</source>
        <translation>本表已录完</translation>
    </message>
    <message>
        <source>Form complete</source>
        <translation>本表录完</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>FormsList</name>
    <message>
        <source>Forms of this visit</source>
        <translation>本次访视的表单</translation>
    </message>
    <message>
        <source>Ctrl+J finds a form by its code or name</source>
        <translation>Ctrl+J 按代码或名称查找表单</translation>
    </message>
    <message>
        <source>The child&apos;s logs</source>
        <translation>患儿记录</translation>
    </message>
    <message>
        <source>Code or name of a form</source>
        <translation>表单代码或名称</translation>
    </message>
</context>
<context>
    <name>FormsModel</name>
    <message>
        <source>%1, %2 of %3 filled</source>
        <translation>%1，已录 %2 / %3</translation>
    </message>
    <message>
        <source>%1 to answer</source>
        <translation>%1 项待说明</translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message>
        <source>from records</source>
        <translation>按记录补录</translation>
    </message>
    <message>
        <source>Import report…</source>
        <translation>导入报告单…</translation>
    </message>
    <message>
        <source>Take results from a laboratory report (Ctrl+I)</source>
        <translation>从检验报告单导入结果（Ctrl+I）</translation>
    </message>
    <message>
        <source>Review and sign</source>
        <translation>审核与签名</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Entered from paper or other records: nothing is late, the source is noted (Alt+R)</source>
        <translation>依据纸质或其他记录录入：不提示逾期，注明资料来源（Alt+R）</translation>
    </message>
    <message>
        <source>From records</source>
        <translation>按记录补录</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Workstation</source>
        <translation>工作站</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>录入原文</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>判定依据</translation>
    </message>
    <message>
        <source>Study version</source>
        <translation>研究版本</translation>
    </message>
</context>
<context>
    <name>IdentityDialog</name>
    <message>
        <source>The header names a person</source>
        <translation>文件头含身份信息</translation>
    </message>
    <message>
        <source>Remove on the copy</source>
        <translation>在副本中去除</translation>
    </message>
    <message>
        <source>Attach as it is</source>
        <translation>原样添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The header of this recording may say whose it is.</source>
        <translation>该记录的文件头可能含有患儿身份信息。</translation>
    </message>
    <message>
        <source>Filled: %1</source>
        <translation>已填写的字段：%1</translation>
    </message>
    <message>
        <source>Either way the file is sealed and opens at this site only. The copy keeps the traces, their time and what the machine measured; your own file is not changed.</source>
        <translation>无论选择哪一种，文件都会被加密封存，仅本中心可打开。副本保留波形、时间及仪器测量值；您的原文件不会被改动。</translation>
    </message>
</context>
<context>
    <name>ItemRowWidget</name>
    <message>
        <source>unconfirmed</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>answer unconfirmed</source>
        <translation>选项待确认</translation>
    </message>
    <message>
        <source>reference %1</source>
        <translation>参考区间 %1</translation>
    </message>
    <message>
        <source>reference %1, unconfirmed</source>
        <translation>参考区间 %1，待确认</translation>
    </message>
    <message>
        <source>previous %1</source>
        <translation>上次 %1</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>filled</source>
        <translation>已录</translation>
    </message>
    <message>
        <source>awaiting</source>
        <translation>待结果</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺</translation>
    </message>
</context>
<context>
    <name>MessagesCard</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>PicturePages</name>
    <message>
        <source>Preview of the file</source>
        <translation>文件预览</translation>
    </message>
    <message>
        <source>Smaller (-)</source>
        <translation>缩小（-）</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>Page before (PageUp)</source>
        <translation>上一页（PageUp）</translation>
    </message>
    <message>
        <source>Next page (PageDown)</source>
        <translation>下一页（PageDown）</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why? It is kept in the record.</source>
        <translation>原因（将保存在记录中）</translation>
    </message>
    <message>
        <source>Say why first: nothing was changed.</source>
        <translation>请先填写原因：尚未作任何更改。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RepeatPicker</name>
    <message>
        <source>%1 entries</source>
        <translation>%1 条</translation>
    </message>
    <message>
        <source>%1 entries; the open ones first</source>
        <translation>%1 条，进行中的在前</translation>
    </message>
</context>
<context>
    <name>ReportFile</name>
    <message>
        <source>Laboratory reports</source>
        <translation>检验报告单</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Choose a laboratory report</source>
        <translation>选择检验报告单</translation>
    </message>
</context>
<context>
    <name>ResultField</name>
    <message>
        <source>unconfirmed</source>
        <translation>待确认</translation>
    </message>
</context>
<context>
    <name>RowLine</name>
    <message>
        <source>better</source>
        <translation>好转</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
</context>
<context>
    <name>RowMenu</name>
    <message>
        <source>Undo, reopen the form, withdraw this entry, or look at withdrawn ones</source>
        <translation>撤销、重新打开表单、撤回本条或查看已撤回的条目</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Undo the last entry: %1</source>
        <translation>撤销上一次录入：%1</translation>
    </message>
    <message>
        <source>Reopen the form…</source>
        <translation>重新打开表单…</translation>
    </message>
    <message>
        <source>Withdraw “%1”</source>
        <translation>撤回“%1”</translation>
    </message>
    <message>
        <source>Reinstate “%1”</source>
        <translation>恢复“%1”</translation>
    </message>
    <message>
        <source>Withdrawn (%1)</source>
        <translation>已撤回（%1）</translation>
    </message>
    <message>
        <source>Another reason…</source>
        <translation>其他原因…</translation>
    </message>
    <message>
        <source>Reopen the form</source>
        <translation>重新打开表单</translation>
    </message>
</context>
<context>
    <name>RowsDialog</name>
    <message>
        <source>Filter…</source>
        <translation>筛选…</translation>
    </message>
    <message>
        <source>Filter the rows</source>
        <translation>筛选记录行</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why? A row that changes is completed or signed.</source>
        <translation>请说明原因：有待更改的记录已完成或已签名。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Space ticks · Enter keeps</source>
        <translation>空格勾选 · Enter 保存</translation>
    </message>
    <message>
        <source>%1 chosen</source>
        <translation>已选 %1 条</translation>
    </message>
    <message>
        <source>The log has no rows yet.</source>
        <translation>该记录尚无内容。</translation>
    </message>
    <message>
        <source>Say why first: nothing was changed.</source>
        <translation>请先填写原因：尚未作任何更改。</translation>
    </message>
</context>
<context>
    <name>TableField</name>
    <message>
        <source>Choose rows (F4)</source>
        <translation>选择记录行（F4）</translation>
    </message>
</context>
<context>
    <name>TracePanel</name>
    <message>
        <source>Slower paper: more seconds in view (-)</source>
        <translation>减慢走纸：显示更长时间（-）</translation>
    </message>
    <message>
        <source>Faster paper: fewer seconds in view (+)</source>
        <translation>加快走纸：显示更短时间（+）</translation>
    </message>
    <message>
        <source>Lower traces (Ctrl+Down)</source>
        <translation>降低增益（Ctrl+Down）</translation>
    </message>
    <message>
        <source>Higher traces (Ctrl+Up)</source>
        <translation>提高增益（Ctrl+Up）</translation>
    </message>
    <message>
        <source>Leads %1 of %2…</source>
        <translation>导联 %1/%2…</translation>
    </message>
    <message>
        <source>the file ends early</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>%1 interruptions</source>
        <translation>中断 %1 处</translation>
    </message>
    <message>
        <source>Offer as %1</source>
        <translation>填入%1</translation>
    </message>
    <message>
        <source>Puts the time into the field; Enter there keeps it, Esc does not</source>
        <translation>将测量值放入该字段；在字段中按 Enter 确认，按 Esc 放弃</translation>
    </message>
    <message>
        <source>The machine wrote: %1</source>
        <translation>设备测量值：%1</translation>
    </message>
    <message>
        <source>Offer the machine&apos;s…</source>
        <translation>采用设备值…</translation>
    </message>
    <message>
        <source>Puts a number of the machine into its field; Enter there keeps it, Esc does not</source>
        <translation>将设备测量值放入对应字段；在字段中按 Enter 确认，按 Esc 放弃</translation>
    </message>
    <message>
        <source>Two clicks measure; keys 1 and 2 put the marks, Shift+arrows move them</source>
        <translation>单击两点测量；按 1、2 键放置标记，Shift+方向键移动</translation>
    </message>
    <message>
        <source>%1 ms ± %2</source>
        <translation>%1 ms ± %2</translation>
    </message>
    <message>
        <source>as RR %1/min</source>
        <translation>按 RR 计 %1 次/分</translation>
    </message>
    <message>
        <source>All leads</source>
        <translation>全部导联</translation>
    </message>
</context>
<context>
    <name>VisitStrips</name>
    <message>
        <source>a word of explanation; without it a query is raised</source>
        <translation>请说明原因；不说明将生成质疑</translation>
    </message>
    <message>
        <source>a word of explanation; a query is raised in any case</source>
        <translation>请说明原因（仍将生成质疑）</translation>
    </message>
    <message>
        <source>explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>explained; still a query</source>
        <translation>已说明，仍将质疑</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>half-typed at %1, not said yet</source>
        <translation>%1 未写完，尚未保存</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>告知</translation>
    </message>
    <message>
        <source>at</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>was %1: why is it changed?</source>
        <translation>原值 %1：为何修改？</translation>
    </message>
    <message>
        <source>reason for the change</source>
        <translation>修改原因</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>typed “%1”</source>
        <translation>录入“%1”</translation>
    </message>
    <message>
        <source>→ read as %1</source>
        <translation>→ 读作 %1</translation>
    </message>
    <message>
        <source>change</source>
        <translation>改</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>未接受</translation>
    </message>
    <message>
        <source>Confirmed on the report…</source>
        <translation>已与报告单核对…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>half-typed at %1, found again</source>
        <translation>%1 录入一半，已找回</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>舍弃</translation>
    </message>
    <message>
        <source>two values</source>
        <translation>两个值</translation>
    </message>
    <message>
        <source>resolve</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>suggested: %1</source>
        <translation>提示：%1</translation>
    </message>
    <message>
        <source>to be judged</source>
        <translation>待判断</translation>
    </message>
    <message>
        <source>Take what is suggested</source>
        <translation>采纳提示</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>采纳</translation>
    </message>
</context>
<context>
    <name>VisitView</name>
    <message>
        <source>Take the explanation back</source>
        <translation>撤回说明</translation>
    </message>
    <message>
        <source>The form was completed or signed: the reason is kept with the change.</source>
        <translation>该表单已完成或已签名，原因将随修改一并保留。</translation>
    </message>
</context>
<context>
    <name>WindowBand</name>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
</context>
</TS>
