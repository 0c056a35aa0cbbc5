namespace Adjoint.Language.Tests.Analysis;

/// <summary>A checker is worth its trust only as long as it can be read in one sitting.</summary>
public sealed class CheckerSizeTests
{
    [Fact]
    public void The_checker_has_fewer_than_500_lines_of_code()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Adjoint.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        string folder = Path.Combine(root!, "src", "Adjoint", "Analysis", "Checking");
        string[] lines = [.. Directory.GetFiles(folder, "*.cs").SelectMany(File.ReadAllLines).Select(line => line.Trim())];
        Assert.NotEmpty(lines);
        Assert.True(lines.Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)) < 500);
        Assert.DoesNotContain(lines, line => line.Contains("Prover", StringComparison.Ordinal) && !line.StartsWith("//", StringComparison.Ordinal));
    }
}
