using System.Net;
using System.Net.Http.Headers;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Asks another instance that shares the store, with the key of this one's data folder, which is valid there too.</summary>
internal sealed class PeerRequests(ITaskStore store, Instance instance, PeerKey key, TimeProvider time) : IDisposable
{
    /// <summary>Says that an instance asks, so that a request is never passed on twice.</summary>
    public const string PassedOn = "X-Ccsp-Passed-On";

    /// <summary>An instance that does not know this one's key yet knows it within seconds; one that refuses longer goes on so.</summary>
    private const int MostRefusals = 10;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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
    /// <exception cref="PeerRefused">It refuses this instance.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
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
