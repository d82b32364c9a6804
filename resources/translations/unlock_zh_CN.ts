<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>EdcPage</name>
    <message>
        <source>Enrol with the central EDC</source>
        <translation>接入中心库</translation>
    </message>
    <message>
        <source>Address and enrolment code stand in the letter from the centre. Without them this workstation works alone; you can enrol later, and everything entered until then is sent unchanged.</source>
        <translation>地址和接入码见中心库寄来的通知单。没有它们，本工作站也可独立工作；以后再接入时，此前录入的全部数据会原样上传。</translation>
    </message>
    <message>
        <source>Address of the EDC</source>
        <translation>EDC 地址</translation>
    </message>
    <message>
        <source>Enrolment code</source>
        <translation>接入码</translation>
    </message>
    <message>
        <source>The EDC answers as %1. Compare this with the letter.</source>
        <translation>EDC 的指纹为 %1，请与通知单核对。</translation>
    </message>
    <message>
        <source>Enrolling…</source>
        <translation>正在接入…</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>接入</translation>
    </message>
    <message>
        <source>Stay offline for now</source>
        <translation>暂时离线使用</translation>
    </message>
    <message>
        <source>No network: by an invitation file…</source>
        <translation>无网络：使用邀请文件…</translation>
    </message>
    <message>
        <source>The centre made it; you bring a file back to it.</source>
        <translation>邀请由中心库制作；您将带回一个文件给中心库。</translation>
    </message>
    <message>
        <source>Certificates and proxy…</source>
        <translation>证书与代理…</translation>
    </message>
    <message>
        <source>Where the hospital has a proxy of its own</source>
        <translation>医院自设代理时使用</translation>
    </message>
</context>
<context>
    <name>FactsCard</name>
    <message>
        <source>known after unlocking</source>
        <translation>解锁后可知</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, oldest %2 ago</source>
        <translation>%1，最早 %2前</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n entries are missing</source>
        <translation>
            <numerusform>缺少 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>checked when unlocking</source>
        <translation>解锁时检查</translation>
    </message>
    <message>
        <source>%1 entries, complete</source>
        <translation>%1 项，链完整</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>no reply yet, handed out %1 ago</source>
        <translation>%1前导出，尚无回复</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>最近备份</translation>
    </message>
    <message>
        <source>Integrity of the record</source>
        <translation>记录完整性</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1; only the author sees it</source>
        <translation>%1 项，仅本人可见</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Unfinished drafts</source>
        <translation>未完成的草稿</translation>
    </message>
    <message>
        <source>is being read</source>
        <translation>正在读取</translation>
    </message>
</context>
<context>
    <name>FirstRunView</name>
    <message>
        <source>1 Study and site</source>
        <translation>1 研究与中心</translation>
    </message>
    <message>
        <source>2 First user</source>
        <translation>2 首位用户</translation>
    </message>
    <message>
        <source>3 Recovery code</source>
        <translation>3 恢复码</translation>
    </message>
    <message>
        <source>4 Central EDC</source>
        <translation>4 中心库</translation>
    </message>
</context>
<context>
    <name>KeptKeys</name>
    <message>
        <source>A copy of the key file from before its last change takes the place of the damaged one, which stays beside it as keys.damaged.json. The record itself is not touched. What was changed last with passphrases and people is taken back: an older passphrase may count again, somebody added last can&apos;t unlock, and somebody removed last may unlock again: remove them anew. Where the copy is older than what the record remembers, nobody gets in before an administrator types the recovery code once.</source>
        <translation>上一次更改之前的密钥文件副本将取代损坏的文件，损坏的文件以 keys.damaged.json 保留在旁。记录本身不受影响。最近一次对口令和人员的更改将被撤回：旧口令可能重新有效，最近添加的人员不能解锁，最近移除的人员可能又能解锁，须再次移除。如该副本早于记录所知的版本，须由管理员输入一次恢复码后才能进入。</translation>
    </message>
    <message>
        <source>Use the kept key file</source>
        <translation>启用保留的密钥文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RecoveryForm</name>
    <message>
        <source>The code stands on the sheet that was printed when this record was set up. Nothing is lost.</source>
        <translation>恢复码印在建库时打印的那张纸上。数据没有丢失。</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Open and set the new passphrase</source>
        <translation>打开并设置新口令</translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message>
        <source>The recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>If every passphrase is lost, only this code opens the record. Print it or write it down, keep it away from this computer, and type it back once. It is not shown again.</source>
        <translation>所有口令都遗失时，只有此码能打开记录。请打印或抄写，与本机分开保管，并在下面输入一遍。此码不再显示。</translation>
    </message>
    <message>
        <source>Type the code back from the paper</source>
        <translation>请照纸上的内容输入恢复码</translation>
    </message>
    <message>
        <source>The code is kept safe</source>
        <translation>已妥善保管</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>The code matches.</source>
        <translation>恢复码一致。</translation>
    </message>
    <message>
        <source>Spaces, hyphens and capitals do not matter.</source>
        <translation>空格、连字符和大小写均可忽略。</translation>
    </message>
    <message numerus="yes">
        <source>From character %n on it differs.</source>
        <translation>
            <numerusform>从第 %n 个字符起不一致。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Restore from a backup</source>
        <translation>从备份恢复</translation>
    </message>
    <message>
        <source>The backup is checked whole before anything stands here. This computer goes on as a new workstation; what was sent after the backup comes back with the next sync.</source>
        <translation>备份经完整校验后才会在本机建立记录。本机将作为新工作站继续；备份之后已发送的内容将在下次同步时取回。</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Choose the backup…</source>
        <translation>选择备份…</translation>
    </message>
    <message>
        <source>Who opens it</source>
        <translation>由谁打开</translation>
    </message>
    <message>
        <source>Passphrase of that day</source>
        <translation>备份当时的口令</translation>
    </message>
    <message>
        <source>Use a passphrase</source>
        <translation>使用口令</translation>
    </message>
    <message>
        <source>Use the recovery code</source>
        <translation>使用恢复码</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>There is no record on this computer yet</source>
        <translation>本机尚无记录</translation>
    </message>
    <message>
        <source>What shall stand here?</source>
        <translation>请选择要建立的记录。</translation>
    </message>
    <message>
        <source>A new record</source>
        <translation>新建记录</translation>
    </message>
    <message>
        <source>Another workstation of a site</source>
        <translation>加入已有中心</translation>
    </message>
    <message>
        <source>Restore from a backup</source>
        <translation>从备份恢复</translation>
    </message>
    <message>
        <source>The first workstation of this site.</source>
        <translation>本中心的第一台工作站。</translation>
    </message>
    <message>
        <source>The site enters data on other computers already; this one is enrolled with the central EDC.</source>
        <translation>本中心已有其他工作站在录入；本机将接入中心库。</translation>
    </message>
    <message>
        <source>After a broken disk or a lost computer, and for moving to a new one.</source>
        <translation>用于磁盘损坏、电脑丢失之后，或更换新电脑。</translation>
    </message>
</context>
<context>
    <name>StudyPage</name>
    <message>
        <source>Set up this workstation</source>
        <translation>设置本工作站</translation>
    </message>
    <message>
        <source>A new, encrypted record is made here. This is done once for each workstation.</source>
        <translation>将在本机建立一个新的加密记录库，每台工作站只做一次。</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Site code</source>
        <translation>中心编号</translation>
    </message>
    <message>
        <source>Name of the site</source>
        <translation>中心名称</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>The record is kept in %1</source>
        <translation>记录库位置：%1</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>UnlockView</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>%1 has this record open on this computer.</source>
        <translation>%1 正在本机使用此记录库。</translation>
    </message>
    <message>
        <source>Nothing is lost. Close Cartella there, then try again here.</source>
        <translation>数据没有丢失。请先在那边关闭 Cartella，再回到这里重试。</translation>
    </message>
    <message numerus="yes">
        <source>Several tries failed. The next try is possible in %n s.</source>
        <translation>
            <numerusform>多次尝试失败，%n 秒后可再试。</numerusform>
        </translation>
    </message>
    <message>
        <source>The record is untouched; every failed try is noted in it.</source>
        <translation>记录未受影响；每次失败的尝试都会记入。</translation>
    </message>
    <message>
        <source>Use the kept key file…</source>
        <translation>启用保留的密钥文件…</translation>
    </message>
    <message>
        <source>Opening the record…</source>
        <translation>正在打开记录库…</translation>
    </message>
    <message>
        <source>Looking for the record…</source>
        <translation>正在查找记录库…</translation>
    </message>
    <message>
        <source>Unlock   Enter</source>
        <translation>解锁   Enter</translation>
    </message>
    <message>
        <source>Back to the passphrase</source>
        <translation>返回输入口令</translation>
    </message>
    <message>
        <source>Lost? Use the recovery code</source>
        <translation>忘记口令：使用恢复码</translation>
    </message>
</context>
<context>
    <name>UserPage</name>
    <message>
        <source>The first user</source>
        <translation>首位用户</translation>
    </message>
    <message>
        <source>Your name stands at everything you enter and sign. You can add colleagues afterwards.</source>
        <translation>您录入和签署的每一项都会署上您的姓名。之后可以再添加同事。</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Making the record…</source>
        <translation>正在建立记录库…</translation>
    </message>
    <message>
        <source>Make the record</source>
        <translation>建立记录库</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
</TS>
