using System.Text.RegularExpressions;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Architecture;

/// <summary>What the documents name exists: prose that names files rots unless a test reads it.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [
            "ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.ja.md", "SECURITY.md", "AGENTS.md", "docs/requirements.md",
            "docs/development.md", "docs/quality.md", "tests/README.md",
        ];

    [Theory, MemberData(nameof(Documents))]
    public void Every_file_a_document_names_exists(string document)
    {
        var root = Repository.Root;
        var text = File.ReadAllText(Path.Combine(root, document));
        var missing = Paths().Matches(text).Select(match => match.Groups[1].Value).Distinct().Where(path => !Exists(root, path));
        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        var root = Repository.Root;
        var folder = Path.GetDirectoryName(Path.Combine(root, document))!;
        var text = File.ReadAllText(Path.Combine(root, document));
        var broken = Links().Matches(text).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Exists(folder, link.Split('#')[0]));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_test_the_requirements_name_exists()
    {
        var root = Repository.Root;
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .Concat(
                Directory.EnumerateFiles(
                    Path.Combine(root, "tests"), "*Conformance*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        var named = TestNames().Matches(File.ReadAllText(Path.Combine(root, "docs", "requirements.md")))
            .Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(named.Count > 30, $"{named.Count} tests are named");
        Assert.DoesNotContain(named, name => !sources.Contains($" {name}(", StringComparison.Ordinal));
    }

    private static bool Exists(string root, string path) =>
        File.Exists(Path.Combine(root, path)) || Directory.Exists(Path.Combine(root, path));

    /// <summary>In backquotes: something below one of our folders, without placeholders.</summary>
    [GeneratedRegex(@"`((?:src|tests|docs|benchmarks|scripts)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex Paths();

    /// <summary>In backquotes: a sentence of words.</summary>
    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestNames();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
