using System.Net;
using System.Net.Http.Headers;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>
/// Requests to other instances that share the store, authenticated with the key of this data folder, which they accept too.
/// </summary>
internal sealed class PeerRequests(ITaskStore store, Instance instance, PeerKey key, TimeProvider time) : IDisposable
{
    /// <summary>Marks a request from an instance, so that it is never forwarded twice.</summary>
    public const string PassedOn = "X-Ccsp-Passed-On";

    /// <summary>An instance learns a new key within seconds; more refusals than this mean that it never will.</summary>
    private const int MostRefusals = 10;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { ConnectTimeout = ConnectPatience, UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        // Streams last as long as their run.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>An instance's address; null when it is this instance, unknown or silent.</summary>
    public async Task<Uri?> AddressOfAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (instanceId == instance.Id)
            return null;
        var found = (await store.InstancesAsync(cancellationToken)).FirstOrDefault(record => record.Beat.InstanceId == instanceId);
        return found?.Beat.Url is { } url && found.IsLiveAt(time.GetUtcNow()) ? new Uri(url) : null;
    }

    /// <returns>The response headers; the body streams.</returns>
    /// <exception cref="PeerRefused">The instance refuses this one's key.</exception>
    /// <exception cref="HttpRequestException">The instance does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string pathAndQuery, string? range, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await SendAsync(address, pathAndQuery, range, cancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                return answer;
            answer.Dispose();
            if (tries == MostRefusals)
                throw new PeerRefused(answer.StatusCode);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, string pathAndQuery, string? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, pathAndQuery));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Read());
        request.Headers.Add(PassedOn, instance.Id);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
