using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>
/// A generic webhook. Each attempt carries the same <c>Idempotency-Key</c>. With a secret it is signed: <c>CCSP-Signature: v1=HEX</c> is
/// the HMAC-SHA256 of the timestamp in <c>CCSP-Timestamp</c>, a dot, and the exact bytes of the body.
/// </summary>
internal sealed class WebhookChannel(Uri url, string? secret, PeerHttp http) : IChannel
{
    public string Name => ChannelNames.Webhook;

    public int Concurrency => 4;

    public async Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = Body(entry.Notice);
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(entry.Notice.Key));
        request.Headers.Add("CCSP-Timestamp", timestamp);
        if (secret is not null)
            request.Headers.Add("CCSP-Signature", Sign(secret, timestamp, body));
        var answer = await http.SendAsync(request, cancellationToken);
        PeerAnswers.ThrowUnlessOk(answer, "notify.webhook.url", now);
        return new(PeerAnswers.Said(answer));
    }

    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return "v1=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private static byte[] Body(Notice notice) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookMessage
        {
            Key = notice.Key,
            Kind = notice.Kind,
            Topic = notice.Topic,
            Severity = notice.Severity,
            Resolves = notice.Resolves,
            Title = notice.Title,
            Body = notice.Body,
            At = notice.At,
            Fields = notice.Fields,
        },
        ChannelJson.Default.WebhookMessage);
}
