using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api;

/// <summary>The caller that <see cref="ApiKeyMiddleware"/> identified.</summary>
internal static class CallerOf
{
    public static Caller Request(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException($"{context.Request.Path} needs a key but is open.");
}
