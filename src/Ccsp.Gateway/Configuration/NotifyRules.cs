using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>Checks notification settings that are valid on their own but not together.</summary>
internal static class NotifyRules
{
    public static IEnumerable<(string[] Keys, string Message)> Check(NotifyConfig notify) =>
        Addresses(notify).Concat(Mail(notify.Email)).Concat(Kinds(notify)).Concat(Templates(notify)).Concat(Quiet(notify.Quiet));

    private static IEnumerable<(string[] Keys, string Message)> Addresses(NotifyConfig notify)
    {
        // References are resolved, and checked, at the start.
        if (notify.Slack.Url is Secret.Literal { Value: var slack } && !WebAddressAttribute.IsOne(slack))
            yield return (["notify.slack.url"], "must be an http or https address");
        if (notify.Webhook.Url is Secret.Literal { Value: var webhook } && !WebAddressAttribute.IsOne(webhook))
            yield return (["notify.webhook.url"], "must be an http or https address");
        if (notify.Webhook is { Secret: not null, Url: null })
            yield return (["notify.webhook.secret"], "signs nothing without notify.webhook.url");
        if (notify.PagerDuty is { RoutingKey: null, Url: not Notifications.Channels.PagerDutyChannel.DefaultUrl })
            yield return (["notify.pagerduty.url"], "needs notify.pagerduty.routingKey");
    }

    private static IEnumerable<(string[] Keys, string Message)> Mail(NotifyEmailConfig email)
    {
        if (email.Host is null)
        {
            if (email.From is not null || email.To.Count > 0 || email.User is not null || email.Password is not null)
                yield return (
                    ["notify.email.host", "notify.email.from", "notify.email.to", "notify.email.user", "notify.email.password"],
                    "is missing: the server that takes the mails");
            yield break;
        }

        if (email.From is null || email.To.Count == 0)
            yield return (["notify.email.host"], "needs notify.email.from and notify.email.to");
        if (email.User is null != email.Password is null)
            yield return (["notify.email.user", "notify.email.password"], "notify.email.user and notify.email.password go together");
        if (email is { Password: not null, Tls: MailTls.None })
            yield return (["notify.email.tls"], "none would send the password readable; use start-tls or implicit");
    }

    private static IEnumerable<(string[] Keys, string Message)> Kinds(NotifyConfig notify)
    {
        foreach (var name in notify.Kinds.Keys.Where(name => NoticeKinds.All.All(kind => kind.ConfigName != name)))
        {
            var known = NoticeKinds.All.Select(kind => kind.ConfigName).ToList();
            var nearest = NearestWord.Of(name, known);
            yield return (
                [$"notify.kinds.{name}"],
                $"there is no such kind; {(nearest is null ? "known: " + string.Join(", ", known) : $"did you mean {nearest}?")}");
        }
    }

    /// <summary>An unknown field would be sent as nothing.</summary>
    private static IEnumerable<(string[] Keys, string Message)> Templates(NotifyConfig notify) =>
        from kind in NoticeKinds.All
        let options = notify.Kinds.GetValueOrDefault(kind.ConfigName)
        from template in new[] { (Key: "title", Text: options?.Title), (Key: "body", Text: options?.Body) }
        let known = NoticeFields.Of(kind.Type)
        from name in Template.Placeholders(template.Text ?? "").Except(known, StringComparer.Ordinal)
        select (
            new[] { $"notify.kinds.{kind.ConfigName}.{template.Key}" },
            $"{kind.Type} has no field {{{name}}}; "
            + (NearestWord.Of(name, known) is { } nearest ? $"did you mean {{{nearest}}}?" : $"known: {string.Join(", ", known)}"));

    private static IEnumerable<(string[] Keys, string Message)> Quiet(NotifyQuietConfig quiet)
    {
        if (quiet.From is null != quiet.To is null)
            yield return (
                ["notify.quietHours.from", "notify.quietHours.to"], "notify.quietHours.from and notify.quietHours.to go together");
        if (quiet is { From: { } from, To: { } to } && from == to)
            yield return (["notify.quietHours.to"], "is the same as notify.quietHours.from: nothing would be quiet");
    }
}
