using Ccsp.Gateway.Storage;

namespace Ccsp.Tests.Support;

/// <summary>
/// For many who want the same at once: a step that others came before for seconds, as on a loaded machine, has done nothing and is made
/// again.
/// </summary>
internal static class Busy
{
    public static async Task<T> AgainAsync<T>(Func<Task<T>> step)
    {
        while (true)
        {
            try
            {
                return await step();
            }
            catch (StoreUnavailable ex) when (ex.Message.Contains("others always came first", StringComparison.Ordinal))
            {
                // The next one.
            }
        }
    }
}
