using System.Diagnostics;

namespace Adjoint.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("run")]
    [InlineData("score")]
    [InlineData("summary")]
    [InlineData("eval")]
    [InlineData("matrix")]
    [InlineData("check")]
    [InlineData("analyze")]
    public void Every_command_has_help_with_examples(string command)
    {
        CommandResult result = AdjointCommand.Run(Path.GetTempPath(), command, "--help").Succeeds();
        Assert.Contains($"adjoint {command}", result.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void The_help_lists_the_commands_that_there_are()
    {
        CommandResult result = AdjointCommand.Run(Path.GetTempPath(), "--help").Succeeds();
        Assert.All((string[])["train", "run", "score", "summary", "eval", "matrix", "check", "analyze"], name => Assert.Contains($"  {name} <", result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Output_that_cannot_be_written_is_said_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        string command = $"'{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' '{Path.Combine(AppContext.BaseDirectory, "Adjoint.Cli.dll")}' --help >/dev/full";
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("adjoint: standard output cannot be written", error, StringComparison.Ordinal);
    }
}
