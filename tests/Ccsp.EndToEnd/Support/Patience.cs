namespace Ccsp.EndToEnd.Support;

/// <summary>How long tests wait for what comes for certain, and late on a loaded machine. It costs nothing when all is well.</summary>
internal static class Patience
{
    /// <summary>Of a whole test, which waits several times, in milliseconds.</summary>
    public const int OfTest = 900_000;

    /// <summary>Of one wait.</summary>
    public static readonly TimeSpan OfWait = TimeSpan.FromMinutes(2);
}
