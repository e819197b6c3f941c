namespace Ccsp.Gateway.Logins;

/// <summary>
/// When the file with a login was last written, and how long it is. What it holds is never looked at. A look each round rather than a
/// watch: the folder may not exist yet, may lie on a network, and is replaced as a whole by some who restore it.
/// </summary>
/// <param name="WrittenAt">In ticks of the file system's clock.</param>
internal sealed record CredentialsMark(long WrittenAt, long Length)
{
    /// <returns>Null when there is none.</returns>
    public static CredentialsMark? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new CredentialsMark(file.LastWriteTimeUtc.Ticks, file.Length) : null;
    }
}
