using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Mail;
using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>Keys of the notifications.</summary>
internal static partial class OptionKeys
{
    private static IEnumerable<OptionKey> Notifying => [.. Peers, .. Mailing, .. Delivering];

    private static IEnumerable<OptionKey> Peers =>
    [
        Key(
            "notify.github.repository", Text("owner/name", IsRepository), (o, _) => o.Notify.Github.Repository,
            (o, _, v) => With(o, n => n with { Github = n.Github with { Repository = v } })),
        Key(
            "notify.github.apiUrl", Text("an http or https address", IsWebAddress), (o, _) => o.Notify.Github.ApiUrl,
            (o, _, v) => With(o, n => n with { Github = n.Github with { ApiUrl = v } })),
        SecretKey(
            "notify.github.token", o => o.Notify.Github.Token, (o, v) => With(o, n => n with { Github = n.Github with { Token = v } })),
        Key(
            "notify.github.pollSeconds", Whole(1, 86400), (o, _) => o.Notify.Github.PollSeconds,
            (o, _, v) => With(o, n => n with { Github = n.Github with { PollSeconds = v } })),
        MinimumKey("github", n => n.Github.Minimum, (n, v) => n with { Github = n.Github with { Minimum = v } }),
        SecretKey("notify.slack.url", o => o.Notify.Slack.Url, (o, v) => With(o, n => n with { Slack = n.Slack with { Url = v } })),
        MinimumKey("slack", n => n.Slack.Minimum, (n, v) => n with { Slack = n.Slack with { Minimum = v } }),
        SecretKey("notify.webhook.url", o => o.Notify.Webhook.Url, (o, v) => With(o, n => n with { Webhook = n.Webhook with { Url = v } })),
        SecretKey(
            "notify.webhook.secret", o => o.Notify.Webhook.Secret,
            (o, v) => With(o, n => n with { Webhook = n.Webhook with { Secret = v } })),
        MinimumKey("webhook", n => n.Webhook.Minimum, (n, v) => n with { Webhook = n.Webhook with { Minimum = v } }),
        SecretKey(
            "notify.pagerduty.routingKey", o => o.Notify.PagerDuty.RoutingKey,
            (o, v) => With(o, n => n with { PagerDuty = n.PagerDuty with { RoutingKey = v } })),
        Key(
            "notify.pagerduty.url", Text("an http or https address", IsWebAddress), (o, _) => o.Notify.PagerDuty.Url,
            (o, _, v) => With(o, n => n with { PagerDuty = n.PagerDuty with { Url = v } })),
        MinimumKey("pagerduty", n => n.PagerDuty.Minimum, (n, v) => n with { PagerDuty = n.PagerDuty with { Minimum = v } }),
        MinimumKey("log", n => n.LogMinimum, (n, v) => n with { LogMinimum = v }),
    ];

    private static IEnumerable<OptionKey> Mailing =>
    [
        Key(
            "notify.email.host", Text("a host name or address", IsHost), (o, _) => o.Notify.Email.Host,
            (o, _, v) => WithMail(o, m => m with { Host = v })),
        Key("notify.email.port", Maybe(Whole(1, 65535)), (o, _) => o.Notify.Email.Port, (o, _, v) => WithMail(o, m => m with { Port = v })),
        Key("notify.email.tls", Word<MailTls>(), (o, _) => o.Notify.Email.Tls, (o, _, v) => WithMail(o, m => m with { Tls = v })),
        Key("notify.email.user", NonEmpty("a name"), (o, _) => o.Notify.Email.User, (o, _, v) => WithMail(o, m => m with { User = v })),
        SecretKey("notify.email.password", o => o.Notify.Email.Password, (o, v) => WithMail(o, m => m with { Password = v })),
        Key(
            "notify.email.from", Text("a mail address", MailText.IsAddress), (o, _) => o.Notify.Email.From,
            (o, _, v) => WithMail(o, m => m with { From = v })),
        Key(
            "notify.email.to", List("a list of mail addresses", MailText.IsAddress), (o, _) => o.Notify.Email.To,
            (o, _, v) => WithMail(o, m => m with { To = v })),
        MinimumKey("email", n => n.Email.Minimum, (n, v) => n with { Email = n.Email with { Minimum = v } }),
    ];

    private static IEnumerable<OptionKey> Delivering =>
    [
        Key(
            "notify.cooldownSeconds", Whole(0, 86400), (o, _) => o.Notify.CooldownSeconds,
            (o, _, v) => With(o, n => n with { CooldownSeconds = v })),
        Key("notify.maxTries", Whole(1, 100), (o, _) => o.Notify.MaxTries, (o, _, v) => With(o, n => n with { MaxTries = v })),
        Key(
            "notify.allowTargets", List("a list of host names or addresses", IsHost), (o, _) => o.Notify.AllowTargets,
            (o, _, v) => With(o, n => n with { AllowTargets = v })),
        Key(
            "notify.quietHours.from", DayTime, (o, _) => o.Notify.Quiet.From,
            (o, _, v) => With(o, n => n with { Quiet = n.Quiet with { From = v } })),
        Key(
            "notify.quietHours.to", DayTime, (o, _) => o.Notify.Quiet.To,
            (o, _, v) => With(o, n => n with { Quiet = n.Quiet with { To = v } })),
        Key(
            "notify.quietHours.zone",
            Text("a time zone such as Europe/Berlin", name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)),
            (o, _) => o.Notify.Quiet.Zone, (o, _, v) => With(o, n => n with { Quiet = n.Quiet with { Zone = v } })),
        Section("notify.kinds.*", (o, n) => WithKind(o, n, k => k)),
        Key("notify.kinds.*.enabled", Flag, (o, n) => Kind(o, n).Enabled ?? true, (o, n, v) => WithKind(o, n, k => k with { Enabled = v })),
        Key(
            "notify.kinds.*.severity", Word<Severity>(), (o, n) => Kind(o, n).Severity ?? default,
            (o, n, v) => WithKind(o, n, k => k with { Severity = v })),
        Key(
            "notify.kinds.*.channels",
            List("a list of channels: " + string.Join(", ", ChannelNames.All), c => ChannelNames.All.Contains(c, StringComparer.Ordinal)),
            (o, n) => Kind(o, n).Channels, (o, n, v) => WithKind(o, n, k => k with { Channels = v })),
        Key(
            "notify.kinds.*.title", NonEmpty("a text; {field} stands for a field of the event"), (o, n) => Kind(o, n).Title,
            (o, n, v) => WithKind(o, n, k => k with { Title = v })),
        Key(
            "notify.kinds.*.body", NonEmpty("a text; {field} stands for a field of the event"), (o, n) => Kind(o, n).Body,
            (o, n, v) => WithKind(o, n, k => k with { Body = v })),
    ];

    private static ValueKind<TimeOnly?> DayTime => new(
        "a time of day such as 22:00",
        v =>
            TimeOnly.TryParseExact(v.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? (true, time)
                : (false, null),
        [Shape.Text],
        time => time!.Value.ToString("HH:mm", CultureInfo.InvariantCulture));

    private static ValueKind<T> Word<T>()
        where T : struct, Enum => new(
            "one of " + string.Join(", ", Words<T>.All),
            v => (Words<T>.TryParse(v.Text, out var word), word),
            [Shape.Text],
            Words<T>.Of);

    private static OptionKey<Severity> MinimumKey(
        string channel, Func<NotifyConfig, Severity> get, Func<NotifyConfig, Severity, NotifyConfig> set) =>
        Key($"notify.{channel}.minimumSeverity", Word<Severity>(), (o, _) => get(o.Notify), (o, _, v) => With(o, n => set(n, v)));

    private static GatewayOptions With(GatewayOptions options, Func<NotifyConfig, NotifyConfig> change) =>
        options with { Notify = change(options.Notify) };

    private static GatewayOptions WithMail(GatewayOptions options, Func<NotifyEmailConfig, NotifyEmailConfig> change) =>
        With(options, notify => notify with { Email = change(notify.Email) });

    private static KindOptions Kind(GatewayOptions options, IReadOnlyList<string> names) =>
        options.Notify.Kinds.GetValueOrDefault(names[0]) ?? new();

    private static GatewayOptions WithKind(GatewayOptions options, IReadOnlyList<string> names, Func<KindOptions, KindOptions> change) =>
        With(options, notify => notify with { Kinds = With(notify.Kinds, names[0], change(Kind(options, names))) });

    private static bool IsRepository(string text) =>
        text.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_');

    private static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;
}
