<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Detail</name>
    <message>
        <source>digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Nothing stands in the way. The form is completed by the same act.</source>
        <translation>可以签名；签名时同时完成该表单。</translation>
    </message>
    <message>
        <source>Nothing stands in the way.</source>
        <translation>可以签名。</translation>
    </message>
    <message>
        <source>Nothing was entered here.</source>
        <translation>此表尚无内容。</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Take your signature back, with a reason</source>
        <translation>撤回您的签名，需填写原因</translation>
    </message>
    <message>
        <source>Withdraw the signature</source>
        <translation>撤回签名</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Derived values that the signature rests on</source>
        <translation>签名所依据的衍生值</translation>
    </message>
</context>
<context>
    <name>EvidenceLine</name>
    <message>
        <source>unconfirmed</source>
        <translation>待确认</translation>
    </message>
</context>
<context>
    <name>FormsModel</name>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>已录 / 应录</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Missing and why · queries</source>
        <translation>未录与原因 · 质疑</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
</context>
<context>
    <name>MatterLine</name>
    <message>
        <source>Go there</source>
        <translation>转到该处</translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message>
        <source>Review and sign</source>
        <translation>审核与签名</translation>
    </message>
    <message>
        <source>Forms to review</source>
        <translation>待审核的表单</translation>
    </message>
    <message>
        <source>Changed while you were looking: %1</source>
        <translation>您查看期间已有变化：%1</translation>
    </message>
    <message>
        <source>Look again, then tick it.</source>
        <translation>请重新查看后再勾选。</translation>
    </message>
    <message numerus="yes">
        <source>ready %n</source>
        <translation>
            <numerusform>可签 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not yet %n</source>
        <translation>
            <numerusform>不能签 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>signed %n</source>
        <translation>
            <numerusform>已签 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>void %n</source>
        <translation>
            <numerusform>失效 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n forms</source>
        <translation>
            <numerusform>%n 张表</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignCard</name>
    <message numerus="yes">
        <source>Sign %n forms</source>
        <translation>
            <numerusform>签署 %n 张表</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Meaning of the signature</source>
        <translation>签名含义</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>再次输入口令</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名人</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>The signature rests on the values as they stand now; any later change makes it visibly void. It is valid offline and sent with the record.</source>
        <translation>签名绑定到当前的值；之后任何更改都会使其明显失效。离线签名有效，联网后随记录发送。</translation>
    </message>
    <message>
        <source>Checking the passphrase…</source>
        <translation>正在核对口令…</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
</TS>
