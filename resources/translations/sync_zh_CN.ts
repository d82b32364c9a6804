<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BundleCard</name>
    <message>
        <source>Without a network</source>
        <translation>无网络时</translation>
    </message>
    <message>
        <source>with attached files</source>
        <translation>含附件</translation>
    </message>
    <message>
        <source>Export a bundle…</source>
        <translation>导出数据包…</translation>
    </message>
    <message>
        <source>A sealed file that only the central EDC can open.</source>
        <translation>只有中心库能打开的封存文件。</translation>
    </message>
    <message>
        <source>Import a reply…</source>
        <translation>导入回复…</translation>
    </message>
    <message>
        <source>Import an invitation or reply…</source>
        <translation>导入邀请或回复…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Writing the bundle…</source>
        <translation>正在写入数据包…</translation>
    </message>
    <message>
        <source>Reading the reply…</source>
        <translation>正在读取回复…</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 条变更</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 exported %2, no reply yet</source>
        <translation>%2已导出%1，尚无回复</translation>
    </message>
    <message>
        <source>A bundle carries what is entered here to the centre, its reply brings the answers back.</source>
        <translation>数据包将本机录入的内容带到中心库，其回复带回结果。</translation>
    </message>
    <message>
        <source>Every bundle has its reply.</source>
        <translation>所有数据包均已有回复。</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message numerus="yes">
        <source>%n attached file(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
        </translation>
    </message>
    <message>
        <source>enrolment</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>waits for its reply</source>
        <translation>等待回复</translation>
    </message>
    <message>
        <source>answered with a later one</source>
        <translation>已由之后的回复或同步涵盖</translation>
    </message>
    <message numerus="yes">
        <source>%n received</source>
        <translation>
            <numerusform>已接收 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>reply imported %1 · %2</source>
        <translation>%1导入回复 · %2</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History of the sync</source>
        <translation>同步历史</translation>
    </message>
    <message>
        <source>The last tries of this workstation. Nothing entered here is lost by one that failed.</source>
        <translation>本工作站最近的同步尝试。未成功的尝试不会丢失已录入的内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>下次尝试</translation>
    </message>
    <message>
        <source>%1× %2</source>
        <translation>%1 次：%2</translation>
    </message>
</context>
<context>
    <name>InvitationDialog</name>
    <message>
        <source>Invitation of the central EDC</source>
        <translation>中心库的邀请</translation>
    </message>
    <message>
        <source>Enrol with the EDC of %1</source>
        <translation>接入 %1 的中心库</translation>
    </message>
    <message>
        <source>Call the centre on a number you know and have its fingerprint read to you. Only when every digit is the same is this file from the centre; what you export afterwards is sealed to whoever made it.</source>
        <translation>请拨打您已知的中心库管理方电话，请对方读出指纹。只有每一位都相同，该文件才来自中心库；此后导出的内容将封存给该文件的制作者。</translation>
    </message>
    <message>
        <source>The invitation is good until %1.</source>
        <translation>邀请有效期至 %1。</translation>
    </message>
    <message>
        <source>They differ, or nobody answers</source>
        <translation>不一致，或无人应答</translation>
    </message>
    <message>
        <source>Both are the same</source>
        <translation>两者一致</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>received</source>
        <translation>已收到</translation>
    </message>
    <message>
        <source>held there</source>
        <translation>中心库暂留</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Entered by</source>
        <translation>录入人</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>Receipt of the day</source>
        <translation>当日回执</translation>
    </message>
    <message>
        <source>Print the receipt</source>
        <translation>打印回执</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>保存 PDF</translation>
    </message>
    <message>
        <source>Here stands what was entered today and what the centre has confirmed.</source>
        <translation>这里列出今日录入的内容和中心库已确认的内容。</translation>
    </message>
    <message>
        <source>final</source>
        <translation>最终</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are not confirmed yet; a receipt printed now says so.</source>
        <translation>
            <numerusform>仍有 %n 项未确认，此时打印，回执会写明。</numerusform>
        </translation>
    </message>
    <message>
        <source>head of the chain, %1: %2</source>
        <translation>链首 · %1 %2</translation>
    </message>
</context>
<context>
    <name>ReceivedCard</name>
    <message>
        <source>Received, and waiting for you</source>
        <translation>收到与待您处理</translation>
    </message>
    <message numerus="yes">
        <source>%n received</source>
        <translation>
            <numerusform>收到 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Nothing has come since the last sync.</source>
        <translation>上次同步以来没有收到新内容。</translation>
    </message>
    <message>
        <source>Two values: %1 %2</source>
        <translation>两个值不同：%1 %2</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>解决</translation>
    </message>
    <message>
        <source>Held at the centre: %1 %2 (%3)</source>
        <translation>中心库暂留：%1 %2（%3）</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>The data are kept here and there; they take effect when the centre releases them.</source>
        <translation>数据在本机和中心库都已保存，中心库放行后生效。</translation>
    </message>
    <message>
        <source>Rejected at the centre: %1 %2 (%3)</source>
        <translation>中心库已驳回：%1 %2（%3）</translation>
    </message>
    <message>
        <source>It stays in the record without effect. Enter it again if it was right.</source>
        <translation>该记录保留但不生效；如确实无误，请重新录入。</translation>
    </message>
</context>
<context>
    <name>StatusCard</name>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>正在接收</translation>
    </message>
    <message>
        <source>Exchanging attached files</source>
        <translation>正在交换附件</translation>
    </message>
    <message>
        <source>Comparing both ends</source>
        <translation>正在核对两端</translation>
    </message>
    <message>
        <source>%1 of %2 changes</source>
        <translation>第 %1 项，共 %2 项</translation>
    </message>
    <message>
        <source>attachments %1 / %2</source>
        <translation>附件 %1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>约 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing has moved since %1 (%2)</source>
        <translation>自 %1 起没有进展（%2）</translation>
    </message>
    <message numerus="yes">
        <source>%n tries</source>
        <translation>
            <numerusform>已试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>it goes on when you start it</source>
        <translation>需手动重试</translation>
    </message>
    <message>
        <source>next try at %1</source>
        <translation>下次重试 %1</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Enrol with an EDC</source>
        <translation>接入 EDC</translation>
    </message>
    <message>
        <source>Not enrolled with a central EDC</source>
        <translation>尚未接入中心库</translation>
    </message>
    <message>
        <source>What you enter is complete and safe on this workstation. Once enrolled, all of it is sent.</source>
        <translation>录入的内容完整、安全地存于本机；接入后会全部上传。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n 项待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue does not move</source>
        <translation>发送停滞</translation>
    </message>
    <message>
        <source>Nothing is lost; it is saved here and goes out by itself once the cause is gone.</source>
        <translation>数据没有丢失，均存于本机；原因消除后自动发送。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>You can go on working; a broken line continues where it stopped.</source>
        <translation>可以继续工作；断网时自动从断点续传。</translation>
    </message>
    <message>
        <source>Ready to send</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Saved on this workstation; sent by itself when the network is back.</source>
        <translation>已存于本机，联网后自动发送。</translation>
    </message>
    <message numerus="yes">
        <source>%n attached file(s) to send</source>
        <translation>
            <numerusform>%n 个附件待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>All values are sent</source>
        <translation>数值已全部发送</translation>
    </message>
    <message>
        <source>Files go after the values, part by part; a broken line continues where it stopped.</source>
        <translation>附件在数值之后分段发送；网络中断后从断点继续。</translation>
    </message>
    <message>
        <source>Both ends hold the same record.</source>
        <translation>两端记录一致。</translation>
    </message>
    <message>
        <source>The two ends differ; the next sync compares them again.</source>
        <translation>两端记录不一致，下次同步会再次核对。</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>已全部发送</translation>
    </message>
</context>
<context>
    <name>SyncView</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>The tries to reach the EDC, and how each ended</source>
        <translation>历次与中心库同步的尝试及结果</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Changes to send</source>
        <translation>待发送的更改</translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>没有待发送的内容</translation>
    </message>
    <message>
        <source>What you enter appears here until the EDC has it.</source>
        <translation>录入的内容会列在这里，直到 EDC 收到。</translation>
    </message>
    <message>
        <source>with the central EDC · no complete sync yet</source>
        <translation>与中心库 · 尚未完整同步</translation>
    </message>
    <message>
        <source>with the central EDC · last complete sync %1</source>
        <translation>与中心库 · 上次完整同步 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · oldest %2 (%3)</source>
        <translation>%1 · 最早 %2（%3）</translation>
    </message>
</context>
</TS>
