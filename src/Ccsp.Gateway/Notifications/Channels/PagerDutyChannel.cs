using System.Net.Http.Headers;
using System.Text.Json;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>PagerDuty's Events API v2: a notice triggers an incident for its topic, its end resolves the incident.</summary>
internal sealed class PagerDutyChannel(Uri url, string routingKey, string source, PeerHttp http) : IChannel
{
    public const string DefaultUrl = "https://events.pagerduty.com/v2/enqueue";

    private const int SummaryLength = 1024, DedupKeyLength = 255;

    public string Name => ChannelNames.PagerDuty;

    public int Concurrency => 2;

    public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(EventOf(entry.Notice), ChannelJson.Default.PagerDutyEvent))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        var answer = await http.SendAsync(request, cancellationToken);
        PeerAnswers.ThrowUnlessOk(answer, "notify.pagerduty.routingKey", now);
        return new(PeerAnswers.Said(answer));
    }

    private PagerDutyEvent EventOf(Notice notice) => new()
    {
        RoutingKey = routingKey,
        Action = notice.Resolves ? "resolve" : "trigger",
        DedupKey = Template.Cut($"ccsp:{notice.Topic}", DedupKeyLength),
        Payload = notice.Resolves ? null : new PagerDutyPayload
        {
            Summary = Template.Cut(notice.Title, SummaryLength),
            Source = source,
            Severity = notice.Severity,
            Timestamp = notice.At,
            Details = new Dictionary<string, string>(notice.Fields, StringComparer.Ordinal) { ["text"] = notice.Body },
        },
    };
}
