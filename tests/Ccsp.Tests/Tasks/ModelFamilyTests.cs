using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class ModelFamilyTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData("opus", "opus")]
    [InlineData("claude-opus-4-5-20251101", "opus")]
    [InlineData("us.anthropic.claude-opus-4-1-v1:0", "opus")]
    [InlineData(" Claude-Sonnet-4 ", "sonnet")]
    [InlineData("claude-3-5-haiku-latest", "haiku")]
    [InlineData("claude-fable-1", "fable")]
    [InlineData(" GPT-9 ", "gpt-9")]
    public void A_name_with_version_and_date_belongs_to_its_family(string? model, string? family) =>
        Assert.Equal(family, ModelFamily.Of(model));
}
