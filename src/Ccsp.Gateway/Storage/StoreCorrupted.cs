namespace Ccsp.Gateway.Storage;

/// <summary>
/// The database file is damaged. It is never recreated or repaired automatically; the message names the file and the command to run.
/// </summary>
internal sealed class StoreCorrupted(string path, string detail)
    : IOException($"The database {path} is damaged ({detail}). Nothing was changed. Put a copy of it in its place while no gateway runs, "
    + $"or save what is readable with `sqlite3 {path} .recover > recovered.sql`.")
{
    public string Path { get; } = path;
}
