using Ccsp.Gateway.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class LeaseTokenTests
{
    [Fact(Timeout = 30_000)]
    public Task A_token_survives_its_text_and_differs_in_both_halves()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<ulong, ulong>((epoch, nonce) =>
        {
            var token = new LeaseToken(epoch, nonce);
            var text = token.ToString();
            return text.Length == 32
                && LeaseToken.Parse(text) == token
                && token != new LeaseToken(epoch + 1, nonce)
                && token != new LeaseToken(epoch, nonce + 1);
        }));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0UL, 0UL, "00000000000000000000000000000000")]
    [InlineData(ulong.MaxValue, 1UL, "ffffffffffffffff0000000000000001")]
    public Task Its_text_is_epoch_and_nonce_in_hexadecimal(ulong epoch, ulong nonce, string text)
    {
        Assert.Equal(text, new LeaseToken(epoch, nonce).ToString());
        return Task.CompletedTask;
    }
}
