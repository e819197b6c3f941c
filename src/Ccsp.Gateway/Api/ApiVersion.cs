namespace Ccsp.Gateway.Api;

/// <summary>A path without a version means the current version.</summary>
internal static class ApiVersion
{
    public const string Current = "v1";

    public const string Prefix = "/api/" + Current;

    private const string Root = "/api/";

    /// <summary>
    /// <c>/api/tasks</c> → <c>/api/v1/tasks</c>; paths with a version, <c>/api/health</c> and the legacy <c>/api/ccsp/…</c> stay.
    /// </summary>
    public static void Rewrite(HttpRequest request)
    {
        if (request.Path.Value is not { } path || !path.StartsWith(Root, StringComparison.Ordinal))
            return;
        var rest = path.AsSpan(Root.Length);
        var slash = rest.IndexOf('/');
        var first = slash < 0 ? rest : rest[..slash];
        if (first is "ccsp" or "health" or "" || (first is ['v', >= '0' and <= '9', ..]))
            return;
        request.Path = new PathString(string.Concat(Prefix, path.AsSpan(Root.Length - 1)));
    }
}
