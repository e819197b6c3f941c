namespace Ccsp.Tests.Architecture;

internal static class HiddenTarget
{
    public static int Value() => 1;
}
