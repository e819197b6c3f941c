namespace Ccsp.Gateway.Storage;

/// <summary>
/// Whether open files are still at their paths. Writes to a deleted, moved or replaced file succeed, but are lost when it is closed.
/// </summary>
internal sealed class FilesInPlace
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileIdentity> _known = new(StringComparer.Ordinal);
    private readonly string[] _paths;

    /// <param name="paths">A missing file is tracked from the first check that finds it.</param>
    public FilesInPlace(params string[] paths)
    {
        _paths = paths;
        Lost();
    }

    /// <returns>The first path that no longer refers to the open file; null: all in place.</returns>
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
