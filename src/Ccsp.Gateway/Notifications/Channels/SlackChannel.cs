using System.Net.Http.Headers;
using System.Text.Json;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>
/// An incoming webhook of Slack, Mattermost, Rocket.Chat and similar services: a single <c>text</c>. The URL is the secret.
/// </summary>
internal sealed class SlackChannel(Uri url, PeerHttp http) : IChannel
{
    public string Name => ChannelNames.Slack;

    /// <summary>Slack accepts about one message per second and webhook.</summary>
    public int Concurrency => 1;

    public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(new SlackMessage(Text(entry.Notice)), ChannelJson.Default.SlackMessage))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        var answer = await http.SendAsync(request, cancellationToken);
        PeerAnswers.ThrowUnlessOk(answer, "notify.slack.url", now);
        return new(PeerAnswers.Said(answer));
    }

    public static string Text(Notice notice)
    {
        var mark = notice.Resolves ? "✅" : notice.Severity switch
        {
            Contracts.Severity.Info => "ℹ️",
            Contracts.Severity.Warning => "⚠️",
            _ => "🚨",
        };
        return $"{mark} *{Escape(notice.Title)}*\n{Escape(notice.Body)}".TrimEnd();
    }

    /// <summary>
    /// These three characters start links and mentions; a reason that contains <c>&lt;!channel&gt;</c> must not notify everyone.
    /// </summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
