using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels.Tests;

/// <summary>
/// Runs all the other tests of this project again in child processes, each with fewer instruction sets. A child first
/// asserts that the setting took effect: a name that the runtime does not know would be ignored in silence.
/// </summary>
public class InstructionSetTests
{
    /// <summary>Tells a child which setting it was started with.</summary>
    private const string Variable = "ADJOINT_TESTS_WITHOUT";

    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableHWIntrinsic")]
    public async Task All_tests_pass_without(string setting)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null) return; // a child has no children
        string program = Path.Combine(
            AppContext.BaseDirectory, "Adjoint.Kernels.Tests" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_" + setting] = "0";
        start.Environment[Variable] = setting;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, $"without {setting}:\n{output}\n{await errors}");
        Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_setting_of_this_process_took_effect()
    {
        switch (Environment.GetEnvironmentVariable(Variable))
        {
            case "EnableAVX512":
                Assert.False(Avx512F.IsSupported);
                Assert.False(Vector512.IsHardwareAccelerated);
                break;
            case "EnableAVX2":
                Assert.False(Avx2.IsSupported);
                Assert.False(Avx512F.IsSupported);
                Assert.False(Vector256.IsHardwareAccelerated);
                break;
            case "EnableHWIntrinsic":
                Assert.False(Avx2.IsSupported);
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Vector128.IsHardwareAccelerated);
                break;
            default:
                break;
        }
    }
}
