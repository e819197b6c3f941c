using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Contracts;

/// <summary>
/// The .NET client of a gateway. Thread-safe; create one and reuse it. Every method throws <see cref="GatewayException"/> when the gateway
/// is unreachable or refuses. A request is repeated only if that cannot have an effect twice.
/// </summary>
public sealed partial class GatewayClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly GatewayClientOptions _options;

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <param name="options">Address and key of the gateway.</param>
    public GatewayClient(GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;

        // A proxy from the environment cannot reach this machine's loopback.
        var transport =
            new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), UseProxy = !options.Url.IsLoopback, UseCookies = false };
        _http = new HttpClient(transport)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            BaseAddress = new Uri(options.Url.GetLeftPart(UriPartial.Authority)),
        };
        if (options.Key is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new Request(HttpMethod.Get, path, Repeatable: true), type, cancellationToken);

    private async Task<T> SendAsync<T>(Request request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(request, type, cancellationToken);
            }
            catch (Exception ex) when (!cancellationToken.IsCancellationRequested && IsConnection(ex))
            {
                // A refused connection has transmitted nothing, so any request may be repeated; after a lost answer only some may.
                var nothingSent = ex is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
                if (attempt >= _options.Attempts || !(request.Repeatable || nothingSent))
                    throw GatewayException.Unreachable(_options.Url, ex);
            }
            catch (GatewayException ex) when (
                attempt < _options.Attempts && request.Repeatable && ex.Problem?.Code == ErrorCodes.Stopping)
            {
                // The gateway is restarting; its successor will answer in a moment.
            }

            await Task.Delay(_options.RetryDelay * (1 << Math.Min(attempt - 1, 6)), _options.Clock, cancellationToken);
        }
    }

    private async Task<T> SendOnceAsync<T>(Request request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.RequestTimeout + request.ExtraTime, _options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var message = request.ToMessage();
        try
        {
            using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await ThrowIfRefusedAsync(answer, both.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(both.Token);
            return await JsonSerializer.DeserializeAsync(body, type, both.Token) ?? throw new JsonException("null");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, $"no answer within {(_options.RequestTimeout + request.ExtraTime).TotalSeconds:0} s");
        }
        catch (JsonException ex)
        {
            var where = ex.Path is { Length: > 1 } path ? $": {path} is not what it should be" : "";
            throw NotLikeGateway(where);
        }
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return;
        var status = (int)answer.StatusCode;
        Problem? problem = null;
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(cancellationToken), CcspJson.Wire.Problem);
            }
            catch (JsonException)
            {
                // An error page of something else; only its status is useful.
                problem = null;
            }
        }

        throw GatewayException.From(
            problem ?? Strange(status, $"the answer was {status} {answer.ReasonPhrase} without an explanation"), _options.NoKeyBecause);
    }

    private GatewayException NotLikeGateway(string where) =>
        GatewayException.From(Strange(502, $"{_options.Url} does not answer like a gateway of this version{where}"));

    private static Problem Strange(int status, string detail) =>
        new() { Title = "Unexpected answer", Status = status, Code = ErrorCodes.Internal, Detail = detail };

    private static bool IsConnection(Exception failure) => failure is HttpRequestException or IOException;

    private static string Escape(string part) => Uri.EscapeDataString(part);

    /// <summary>The gateway's address.</summary>
    public Uri Url => _options.Url;

    /// <summary>A request in a form that can be sent repeatedly.</summary>
    private sealed record Request(HttpMethod Method, string Path, bool Repeatable, byte[]? Body = null)
    {
        public string? IdempotencyKey { get; init; }

        public TimeSpan ExtraTime { get; init; }

        public static Request With<T>(HttpMethod method, string path, bool repeatable, T body, JsonTypeInfo<T> type) =>
            new(method, path, repeatable, JsonSerializer.SerializeToUtf8Bytes(body, type));

        public HttpRequestMessage ToMessage()
        {
            var message = new HttpRequestMessage(Method, Path);
            if (Body is not null)
            {
                message.Content = new ByteArrayContent(Body);
                message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            if (IdempotencyKey is not null)
                message.Headers.Add("Idempotency-Key", IdempotencyKey);
            return message;
        }
    }
}
