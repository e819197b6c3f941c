using System.Net.Http.Headers;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Asks another instance that shares the store, with the key of this one's data folder, which is valid there too.</summary>
internal sealed class PeerRequests(ITaskStore store, Instance instance, PeerKey key, TimeProvider time) : IDisposable
{
    /// <summary>Says that an instance asks, so that a request is never passed on twice.</summary>
    public const string PassedOn = "X-Ccsp-Passed-On";

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { ConnectTimeout = ConnectPatience, UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        // Streams last as long as a run does.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Where an instance is to be asked; null: it is this one, unknown, or silent.</summary>
    public async Task<Uri?> AddressOfAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (instanceId == instance.Id)
            return null;
        var found = (await store.InstancesAsync(cancellationToken)).FirstOrDefault(record => record.Beat.InstanceId == instanceId);
        return found?.Beat.Url is { } url && found.IsLiveAt(time.GetUtcNow()) ? new Uri(url) : null;
    }

    /// <returns>The answer's head; the body streams.</returns>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string pathAndQuery, string? range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, pathAndQuery));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Read());
        request.Headers.Add(PassedOn, instance.Id);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
