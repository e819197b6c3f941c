using Ccsp.Gateway.Security;

namespace Ccsp.Gateway.Api;

/// <summary>Who calls, as <see cref="ApiKeyMiddleware"/> found out.</summary>
internal static class CallerOf
{
    public static Caller Request(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException($"{context.Request.Path} needs a key but is open.");
}
