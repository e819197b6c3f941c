using Xunit;
namespace Ccsp.Tests;
public sealed class SmokeTests { [Fact] public void T() => Assert.True(true); }
