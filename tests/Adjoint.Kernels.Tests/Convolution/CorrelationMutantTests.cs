using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>The laws of the correlations must catch what is wrong: each mutant computes something slightly different.</summary>
public class CorrelationMutantTests
{
    private static readonly ConvolutionGeometry s_geometry =
        new(2, 3, 8, new(9, 3, 9, 1, 1, 1, 1), new(34, 3, 34, 1, 1, 1, 1));

    [Fact]
    public void The_forward_law_accepts_the_kernel_and_refuses_its_mutants()
    {
        ConvolutionGeometry g = s_geometry;
        float[] source = Numbers.Some<float>(g.SourceLength, 1), kernel = Numbers.Some<float>(g.KernelLength, 2);
        double[] expected = CorrelationReference.Forward(g, Numbers.Doubles<float>(source), Numbers.Doubles<float>(kernel), false);
        Assert.True(Passes(expected, Forward(g, source, kernel, default)));

        Assert.False(Passes(expected, Forward(g with { Horizontal = g.Horizontal with { PadBefore = 2 } }, source, kernel, default)));
        Assert.False(Passes(expected, Forward(g with { Vertical = g.Vertical with { PadBefore = 0 } }, source, kernel, default)));
        Assert.False(Passes(expected, Forward(g with { Horizontal = g.Horizontal with { Dilation = 2 } }, source, kernel, default)));
        Assert.False(Passes(expected, Forward(g, source, [.. kernel.Select(k => k * 1.001f)], default)));
        Assert.False(Passes(expected, Forward(g, source, [.. kernel.Reverse()], default)));
        Assert.False(Passes(expected, Forward(g, source, kernel, new Epilogue<float> { Relu = true })));
        Assert.False(Passes(expected, Forward(g, source, kernel, new Epilogue<float> { Bias = [0, 0, 0, 0, 0, 0, 0, 1e-3f] })));
        float[] border = [.. source];
        border[^1] += 0.01f;
        Assert.False(Passes(expected, Forward(g, border, kernel, default)));
    }

    [Fact]
    public void The_gradient_law_accepts_the_kernel_and_refuses_its_mutants()
    {
        ConvolutionGeometry g = s_geometry;
        float[] source = Numbers.Some<float>(g.SourceLength, 1), cotangent = Numbers.Some<float>(g.ResultLength, 2);
        double[] expected = CorrelationReference.KernelGradient(g, Numbers.Doubles<float>(source), Numbers.Doubles<float>(cotangent), false);
        Assert.True(Passes(expected, Gradient(g, source, cotangent, false)));

        Assert.False(Passes(expected, Gradient(g, source, cotangent, true)));
        Assert.False(Passes(expected, Gradient(g with { Horizontal = g.Horizontal with { PadBefore = 2 } }, source, cotangent, false)));
        Assert.False(Passes(expected, Gradient(g, source, [.. cotangent.Select(c => c * 1.001f)], false)));
        foreach (int place in new[] { 0, 33, cotangent.Length - 1 })
        {
            float[] border = [.. cotangent];
            border[place] += 0.01f;
            Assert.False(Passes(expected, Gradient(g, source, border, false)));
        }
    }

    [Fact]
    public void The_laws_see_groups_and_slices_that_are_off_by_one()
    {
        var g = new ConvolutionGeometry(1, 4, 4, new(5, 3, 5, 1, 1, 1, 1), new(18, 3, 18, 1, 1, 1, 1)) { Depth = new(4, 3, 4, 1, 1, 1, 1), Groups = 2 };
        float[] source = Numbers.Some<float>(g.SourceLength, 1), kernel = Numbers.Some<float>(g.KernelLength, 2), cotangent = Numbers.Some<float>(g.ResultLength, 3);
        double[] expected = CorrelationReference.Forward(g, Numbers.Doubles<float>(source), Numbers.Doubles<float>(kernel), false);
        double[] gradient = CorrelationReference.KernelGradient(g, Numbers.Doubles<float>(source), Numbers.Doubles<float>(cotangent), false);
        Assert.True(Passes(expected, Forward(g, source, kernel, default)));
        Assert.True(Passes(gradient, Gradient(g, source, cotangent, false)));

        ConvolutionGeometry[] mutants = [g with { Depth = g.Depth with { PadBefore = 0 } }, g with { Depth = g.Depth with { Dilation = 2 } }];
        Assert.All(mutants, mutant => Assert.False(Passes(expected, Forward(mutant, source, kernel, default))));
        Assert.All(mutants, mutant => Assert.False(Passes(gradient, Gradient(mutant, source, cotangent, false))));

        // Two groups of two channels hold as many weights as four groups of one input and two outputs would.
        var other = g with { Groups = 4, OutputChannels = 8 };
        Assert.Equal(g.KernelLength, other.KernelLength);
        Assert.False(Passes(expected, Forward(other, source, kernel, default)[..expected.Length]));
        Assert.Throws<ArgumentException>(() => Correlation.ForwardScratch(g with { Groups = 3 }));
        Assert.Throws<ArgumentException>(() => Correlation.ForwardScratch(g with { Groups = 0 }));
    }

    [Fact]
    public void The_guard_notices_a_write_beside_its_span()
    {
        var guarded = new Guarded<float>(5);
        guarded.Check("untouched");
        System.Runtime.CompilerServices.Unsafe.Add(ref guarded.Span[4], 1) = 0;
        Assert.ThrowsAny<Exception>(() => guarded.Check("written beside"));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        ConvolutionGeometry g = s_geometry;
        var source = new float[g.SourceLength];
        var kernel = new float[g.KernelLength];
        var result = new float[g.ResultLength];
        var scratch = new float[Correlation.ForwardScratch(g)];
        ConvolutionGeometry impossible = g with { Vertical = g.Vertical with { Stride = 0 } };
        Assert.Throws<ArgumentException>(() => Correlation.ForwardScratch(impossible));
        Assert.Throws<ArgumentException>(() => Run(source.AsSpan(1).ToArray(), kernel, result, scratch));
        Assert.Throws<ArgumentException>(() => Run(source, kernel.AsSpan(1).ToArray(), result, scratch));
        Assert.Throws<ArgumentException>(() => Run(source, kernel, result.AsSpan(1).ToArray(), scratch));
        Assert.Throws<ArgumentException>(() => Run(source, kernel, result, scratch.AsSpan(1).ToArray()));
        Assert.Throws<ArgumentException>(() => Correlation.Forward<float>(
            g, source, kernel, false, new Epilogue<float> { Relu = true, Gate = result }, result, scratch, WorkerPool.Serial));

        void Run(float[] s, float[] k, float[] r, float[] work) =>
            Correlation.Forward<float>(g, s, k, false, default, r, work, WorkerPool.Serial);
    }

    [Fact]
    public void Not_a_number_passes_through_a_relu_and_closes_a_gate()
    {
        var g = new ConvolutionGeometry(1, 1, 1, Geometries.Plain(1, 1), Geometries.Plain(20, 1));
        float[] source = Numbers.Some<float>(20, 3), gate = Numbers.Some<float>(20, 4);
        source[7] = float.NaN;
        gate[3] = float.NaN;
        float[] rectified = Forward(g, source, [1], new Epilogue<float> { Relu = true });
        float[] gated = Forward(g, [.. source.Select(_ => 1f)], [1], new Epilogue<float> { Gate = gate });
        Assert.True(float.IsNaN(rectified[7]));
        Assert.Equal(19, rectified.Count(x => x >= 0));
        Assert.Equal(0, gated[3]);
    }

    private static bool Passes(double[] expected, float[] actual) =>
        Numbers.FirstDifference<float>(expected, actual, 1e-5) < 0;

    private static float[] Forward(in ConvolutionGeometry g, float[] source, float[] kernel, in Epilogue<float> epilogue)
    {
        var result = new float[g.ResultLength];
        Correlation.Forward(g, source, kernel, false, epilogue, result, new float[Correlation.ForwardScratch(g)], WorkerPool.Serial);
        return result;
    }

    private static float[] Gradient(in ConvolutionGeometry g, float[] source, float[] cotangent, bool swap)
    {
        var result = new float[g.KernelLength];
        Correlation.KernelGradient(g, source, cotangent, swap, result, new float[Correlation.KernelGradientScratch(g)], WorkerPool.Serial);
        return result;
    }
}
