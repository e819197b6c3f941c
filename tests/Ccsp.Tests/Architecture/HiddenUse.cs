namespace Ccsp.Tests.Architecture;

internal static class HiddenUse
{
    public static async Task<int> CallAsync()
    {
        await Task.Yield();
        return HiddenTarget.Value();
    }
}
