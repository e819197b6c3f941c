using Xunit;

namespace Ccsp.EndToEnd.Support;

/// <summary>A folder of its own under the system's temporary one; removed when disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ccsp-e2e-").FullName;

    public string Sub(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>A supervisor that outlived its gateway may still be writing its last words.</summary>
    public void Dispose() => Assert.True(SpinWait.SpinUntil(TryDelete, Patience.OfWait), $"{Path} is still written to.");

    private bool TryDelete()
    {
        try
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
