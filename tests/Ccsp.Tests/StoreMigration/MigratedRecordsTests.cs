using System.Reflection;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.StoreMigration;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

public sealed class MigratedRecordsTests
{
    /// <summary>A kind that was forgotten would stay behind without a word.</summary>
    [Fact]
    public void Every_kind_a_feature_keeps_moves_with_its_store()
    {
        var declared = typeof(MigratedRecords).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType.IsAssignableTo(typeof(IRecordKind)))
            .Select(property => (IRecordKind)property.GetValue(null)!).ToHashSet();
        Assert.NotEmpty(declared);
        Assert.Equal(declared, MigratedRecords.Kinds.ToHashSet());
    }
}
