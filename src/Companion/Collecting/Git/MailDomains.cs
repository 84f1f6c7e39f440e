using System.Collections.Frozen;

namespace Companion.Collecting.Git;

/// <summary>Which organisation a mail address speaks for, if any.</summary>
internal static class MailDomains
{
    // Addresses that anybody can have say nothing about an organisation.
    private static readonly FrozenSet<string> Free = new[]
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "live.com", "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.co.jp", "yahoo.fr", "yahoo.de", "ymail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tuta.io", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de",
        "posteo.de", "posteo.net", "mailbox.org", "fastmail.com", "fastmail.fm", "hey.com", "duck.com", "zoho.com", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "ya.ru", "bk.ru", "list.ru", "inbox.ru", "rambler.ru",
        "qq.com", "163.com", "126.com", "foxmail.com", "sina.com", "sina.cn", "139.com", "aliyun.com", "naver.com", "daum.net", "hanmail.net", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "libero.it", "seznam.cz", "wp.pl", "o2.pl",
        "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "btinternet.com", "sky.com", "bigpond.com", "iinet.net.au", "users.noreply.github.com", "noreply.github.com", "users.noreply.gitlab.com", "noreply.codeberg.org", "noreply.gitee.com",
        "example.com", "localhost", "localhost.localdomain",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SecondLevels = new[] { "co", "com", "org", "net", "ac", "edu", "gov", "gob", "or", "ne", "go" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The domain of an address, lower case; empty when it has none.</summary>
    public static string Of(string mail) => mail.LastIndexOf('@') is >= 0 and var at ? mail[(at + 1)..].TrimEnd('.').ToLowerInvariant() : "";

    /// <summary>What tells an address from others: GitHub writes a number before the login since 2017, and none before.</summary>
    public static string Account(string mail) =>
        mail.EndsWith("@users.noreply.github.com", StringComparison.Ordinal) && mail.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && mail.AsSpan(0, plus).IndexOfAnyExceptInRange('0', '9') < 0 ? mail[(plus + 1)..] : mail;

    /// <summary>The domain under which an organisation registered: mail.dept.example.co.uk is example.co.uk. Null for a mail service, and for what is no domain of the net.</summary>
    public static string? Organisation(string mail)
    {
        var domain = Of(mail);
        var labels = domain.Split('.');
        if (labels.Length < 2 || labels.Any(l => l.Length == 0) || labels[^1] is "local" or "localdomain" or "internal" or "lan" or "home" or "invalid" or "test" || labels[^1].All(char.IsAsciiDigit) || Free.Contains(domain))
            return null;

        var kept = labels.Length > 2 && labels[^1].Length == 2 && SecondLevels.Contains(labels[^2]) ? 3 : 2;
        var registered = string.Join('.', labels[^kept..]);
        return Free.Contains(registered) ? null : registered;
    }
}
