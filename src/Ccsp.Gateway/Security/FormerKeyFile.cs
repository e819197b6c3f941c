using System.Text.Json;

namespace Ccsp.Gateway.Security;

/// <summary>The file <c>keys.json</c>, in which earlier versions kept the hashes of a data folder's keys.</summary>
internal sealed class FormerKeyFile(string dataDirectory)
{
    private readonly string _path = Path.Combine(dataDirectory, "keys.json");

    public bool Exists => File.Exists(_path);

    /// <exception cref="InvalidDataException">The file is invalid; the message says what to do.</exception>
    public IReadOnlyList<StoredKey> Read()
    {
        if (!Exists)
            return [];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), KeyJson.Default.StoredKeys)?.Keys ?? [];
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException(
                $"{_path} cannot be read. Restore it from a backup, or delete it: then only local.key remains valid.", ex);
        }
    }

    public void Delete() => File.Delete(_path);
}
