namespace Ccsp.Gateway.Storage;

/// <summary>
/// Whether files that are open still lie where they were opened. A process goes on writing into a file that was deleted, moved or replaced,
/// and what it writes then is lost with the last process that has it open.
/// </summary>
internal sealed class FilesInPlace
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileIdentity> _known = new(StringComparer.Ordinal);
    private readonly string[] _paths;

    /// <param name="paths">A file that does not exist yet is known from the first look that finds it.</param>
    public FilesInPlace(params string[] paths)
    {
        _paths = paths;
        Lost();
    }

    /// <returns>The first path that stands for another file now, or for none; null: all is as it was.</returns>
    public string? Lost()
    {
        lock (_gate)
        {
            foreach (var path in _paths)
            {
                if (_known.TryGetValue(path, out var identity))
                {
                    if (identity.IsGoneFrom(path))
                        return path;
                }
                else if (FileIdentity.Of(path) is { } first)
                {
                    _known[path] = first;
                }
            }

            return null;
        }
    }
}
