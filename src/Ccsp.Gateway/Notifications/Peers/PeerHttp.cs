using System.Net.Http.Headers;
using System.Security.Authentication;

namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>HTTP to a peer that may be slow, hostile or internal: address checks, limits on time and size, no redirects.</summary>
internal sealed class PeerHttp : IDisposable
{
    private readonly HttpClient _http;
    private readonly PeerLimits _limits;

    public PeerHttp(IReadOnlyCollection<string> allowed, PeerLimits limits)
    {
        _limits = limits;
        var guard = new GuardedConnect(allowed, limits.Connect);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Through a proxy only the proxy's address could be checked.
            UseProxy = false,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) =>
                guard.ToAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ccsp", null));
    }

    /// <exception cref="PeerFailure">No answer, or a redirect.</exception>
    public async Task<PeerAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken,
        int most = PeerLimits.AnswerBytes)
    {
        var host = request.RequestUri!.Host;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limits.Total);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if ((int)response.StatusCode is >= 300 and < 400 and not 304)
                throw new PeerFailure(
                    $"{host} redirects to "
                    + $"{response.Headers.Location switch { { IsAbsoluteUri: true } to => to.Host, _ => "another path" }}; redirects are "
                    + "not followed",
                    fault: PeerFaults.OfHttp((int)response.StatusCode));
            var (body, isCut) = await ReadAsync(response, most, limit.Token);
            return new PeerAnswer(host, (int)response.StatusCode, response.Headers, body, isCut);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerFailure($"{host} gave no complete answer within {_limits.Total.TotalSeconds:0.#} s", cause: ex);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            throw ex.InnerException as PeerFailure ?? new PeerFailure($"{host}: {Describe(ex)}", cause: ex,
                // An untrusted certificate stays so until someone acts.
                fault: ex.InnerException is AuthenticationException ? PeerFault.Configuration : PeerFault.Transient);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Leaves the rest unread, which closes the connection.</summary>
    private static async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpResponseMessage response, int most,
        CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length < most)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - body.Length)), cancellationToken);
            if (read == 0)
                return (body.ToArray(), false);
            body.Write(buffer, 0, read);
        }

        return (body.ToArray(), true);
    }

    private static string Describe(Exception failure) => failure switch
    {
        { InnerException: AuthenticationException tls } => $"no trusted TLS connection: {tls.Message}",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError.ToString(),
        _ => failure.Message,
    };
}
