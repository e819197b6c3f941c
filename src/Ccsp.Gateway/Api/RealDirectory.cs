namespace Ccsp.Gateway.Api;

/// <summary>
/// The canonical path of a directory: two names of one directory must not run two exclusive tasks, and a link must not lead out of the
/// allowed roots.
/// </summary>
internal static class RealDirectory
{
    private const int MostLinks = 40;

    /// <returns>Null when there is no such directory, or the gateway may not read it.</returns>
    public static string? Find(string path)
    {
        var links = 0;
        var real = Resolve(Path.GetFullPath(path), ref links);
        return real is not null && Directory.Exists(real) ? real : null;
    }

    /// <summary>Follows the links of every component; null for a cycle.</summary>
    private static string? Resolve(string full, ref int links)
    {
        var real = "/";
        foreach (var component in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, component);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks || Resolve(Path.GetFullPath(target, real), ref links) is not { } resolved)
                return null;
            real = resolved;
        }

        return real;
    }
}
