using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>Forwards an output request to the owning instance and streams the answer back.</summary>
internal sealed class PeerOutputRelay(PeerRequests peers)
{
    private static readonly string[] Heads =
    [
        "Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "Cache-Control", "Retry-After",
    ];

    public async Task<Results<EmptyHttpResult, Refusal>> SendAsync(HttpContext context, Uri owner, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await peers.GetAsync(owner, context.Request.Path + context.Request.QueryString, context.Request.Headers.Range,
                cancellationToken);
        }
        catch (HttpRequestException ex)
        {
            return new Refusal(Problems.OwnerUnavailable(owner, ex));
        }

        using (answer)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var name in Heads)
            {
                if (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
                    context.Response.Headers[name] = values.ToArray();
            }

            await context.Response.StartAsync(cancellationToken);
            if (HttpMethods.IsHead(context.Request.Method))
                return TypedResults.Empty;
            await context.Response.BodyWriter.FlushAsync(cancellationToken);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await CopyAsync(body, context.Response, cancellationToken);
        }

        return TypedResults.Empty;
    }

    /// <summary>Flushes every piece at once, because somebody may be watching the run.</summary>
    private static async Task CopyAsync(Stream from, HttpResponse to, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await from.ReadAsync(to.BodyWriter.GetMemory(), cancellationToken);
            if (read == 0)
                return;
            to.BodyWriter.Advance(read);
            if ((await to.BodyWriter.FlushAsync(cancellationToken)).IsCompleted)
                return;
        }
    }
}
