using System.Globalization;

namespace Ccsp.Tests.Support;

/// <summary>Task ids that look like real ones, sort in the order they were made, and read as numbers in a failure.</summary>
internal sealed class TestIds
{
    private int _last;

    public string Next() => Of(Interlocked.Increment(ref _last));

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-7000-8000-{number:d12}");
}
