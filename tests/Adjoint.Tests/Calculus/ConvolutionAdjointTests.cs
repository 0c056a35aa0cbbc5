using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Calculus;

/// <summary>The adjoints of convolutions, stated as convolutions again: for every boundary, stride and dilation.</summary>
public class ConvolutionAdjointTests
{
    public static TheoryData<Boundary, int[], int[]> Arrays
    {
        get
        {
            TheoryData<Boundary, int[], int[]> data = [];
            (int[] Kernel, int[] Signal)[] shapes = [([3], [7]), ([2], [5]), ([4], [4]), ([1], [6]), ([3, 2], [5, 4]), ([2, 3], [3, 5]), ([3, 3], [3, 3])];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                foreach ((int[] kernel, int[] signal) in shapes)
                {
                    data.Add(boundary, kernel, signal);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Forward_and_backward_are_transposes_in_both_arguments(Boundary boundary, int[] kernel, int[] signal)
    {
        Random random = new(kernel.Length);
        Variable w = new("w", [.. kernel]), y = new("y", [.. signal]);
        (Variable, Tensor<double>)[] at = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape))];
        foreach (Expr expression in new[] { Convolve(w, y, boundary), Correlate(w, y, boundary) })
        {
            foreach (Variable variable in new[] { w, y })
            {
                DenseMatrix forward = Derivatives.Forward(expression, variable, at);
                Assert.False(forward.IsZero);
                Assert.True(forward.Transpose().Distance(Derivatives.Backward(expression, variable, at)) <= 1e-14 * forward.Largest);

                // And the matrix is that of the map: bilinear, so the value is the matrix times the argument.
                double[] product = forward.Times(at.Single(pair => pair.Item1 == variable).Item2.Span);
                Assert.True(Vectors.Distance(Interpreter.Evaluate(expression, at), new Tensor<double>(expression.Shape, product)) < 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void The_adjoint_in_the_signal_is_the_stated_convolution(Boundary boundary, int[] kernel, int[] signal)
    {
        Variable w = new("w", [.. kernel]), y = new("y", [.. signal]);
        Expr forward = Convolve(w, y, boundary);
        Variable e = new("e", forward.Shape);
        Expr stated = boundary switch
        {
            Boundary.Valid => Convolve(Flip(w), e, Boundary.Full),
            Boundary.Full => Correlate(w, e, Boundary.Valid),
            Boundary.Same => Correlate(w, e, Boundary.Same),
            Boundary.Circular => Correlate(w, e, Boundary.Circular),

            // An extension, then a valid convolution: a full one, then the margins are folded back.
            _ => Folded(boundary, w, y, Convolve(Flip(w), e, Boundary.Full)),
        };
        Random random = new(3);
        (Variable, Tensor<double>)[] at = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape)), (e, RandomTensors.Next(random, e.Shape))];
        Tensor<double> gradient = Interpreter.Evaluate(forward.Gradient(y, e), at);
        Assert.True(Vectors.Distance(Interpreter.Evaluate(stated, at), gradient) < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void The_adjoint_in_the_kernel_is_the_stated_convolution(Boundary boundary, int[] kernel, int[] signal)
    {
        Variable w = new("w", [.. kernel]), y = new("y", [.. signal]);
        Expr forward = Convolve(w, y, boundary);
        Variable e = new("e", forward.Shape);

        // Every boundary is a valid convolution of an extended signal; its adjoint in the kernel is the valid convolution with that signal flipped.
        (Shape before, Shape after) = Margins(boundary, w.Shape);
        Expr extended = boundary switch
        {
            Boundary.Valid => y,
            Boundary.Full or Boundary.Same => Pad(y, before, after),
            _ => new Extend(Mode(boundary), before, after).Apply(y),
        };
        Random random = new(4);
        (Variable, Tensor<double>)[] at = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape)), (e, RandomTensors.Next(random, e.Shape))];
        Tensor<double> gradient = Interpreter.Evaluate(forward.Gradient(w, e), at);
        Assert.True(Vectors.Distance(Interpreter.Evaluate(Convolve(Flip(extended), e, Boundary.Valid), at), gradient) < 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stride_becomes_an_input_dilation(int stride)
    {
        // Seven pixels, three taps, valid: nothing is left over for strides 1 and 2; for 3 one pixel is never seen.
        Variable w = new("w", [3, 2, 4]), y = new("y", [1, 7, 2]);
        Expr forward = CorrelatePictures(w, y, new ConvolutionOptions { Stride = [stride] });
        Variable e = new("e", forward.Shape);
        Random random = new(5);
        (Variable, Tensor<double>)[] at = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape)), (e, RandomTensors.Next(random, e.Shape))];

        // The full convolution of the cotangent, its entries apart by the stride, with the same taps and their channels exchanged.
        Tensor<double> taps = at[0].Item2, exchanged = new([3, 4, 2]);
        for (int t = 0; t < 3; t++)
        {
            for (int i = 0; i < 2; i++)
            {
                for (int o = 0; o < 4; o++)
                {
                    exchanged[t, o, i] = taps[t, i, o];
                }
            }
        }

        Expr stated = ConvolvePictures(new Constant(exchanged), e, new ConvolutionOptions(Boundary.Full) { InputDilation = [stride] });
        Expr padded = Pad(stated, [0, 0, 0], [0, 7 - stated.Shape[1], 0]);
        Assert.True(Vectors.Distance(Interpreter.Evaluate(padded, at), Interpreter.Evaluate(forward.Gradient(y, e), at)) < 1e-12);
    }

    public static TheoryData<Boundary, int, int, int> Pictures
    {
        get
        {
            TheoryData<Boundary, int, int, int> data = [];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                for (int stride = 1; stride <= 3; stride++)
                {
                    for (int dilation = 1; dilation <= 3; dilation++)
                    {
                        data.Add(boundary, stride, dilation, 1);
                        if (boundary is Boundary.Valid or Boundary.Full or Boundary.Same)
                        {
                            data.Add(boundary, stride, dilation, 2);
                        }
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pictures_with_channels_have_transposes_for_every_stride_and_dilation(Boundary boundary, int stride, int dilation, int inputDilation)
    {
        Variable w = new("w", [2, 3, 2, 2]), y = new("y", [2, 5, 7, 2]);
        ConvolutionOptions options = new(boundary) { Stride = [stride, 1], Dilation = [1, dilation], InputDilation = [inputDilation, 1] };
        Random random = new(7);
        (Variable, Tensor<double>)[] at = [(w, RandomTensors.Next(random, w.Shape)), (y, RandomTensors.Next(random, y.Shape))];
        foreach (Expr expression in new[] { ConvolvePictures(w, y, options), CorrelatePictures(w, y, options) })
        {
            foreach (Variable variable in new[] { w, y })
            {
                DenseMatrix forward = Derivatives.Forward(expression, variable, at);
                Assert.True(forward.Transpose().Distance(Derivatives.Backward(expression, variable, at)) <= 1e-13);
                Assert.False(forward.IsZero);
            }
        }
    }

    private static Expr Folded(Boundary boundary, Expr w, Expr y, Expr full)
    {
        (Shape before, Shape after) = Margins(boundary, w.Shape);
        Assert.Equal([.. y.Shape.Select((length, axis) => length + before[axis] + after[axis])], full.Shape);
        return new Fold(Mode(boundary), before, after).Apply(full);
    }

    /// <summary>What the definition reads beyond the border: ỹ[i + s − k] for k = 0 … K − 1 and s = ⌊(K − 1)/2⌋.</summary>
    private static (Shape Before, Shape After) Margins(Boundary boundary, Shape kernel) => boundary switch
    {
        Boundary.Valid => ([.. kernel.Select(_ => 0)], [.. kernel.Select(_ => 0)]),
        Boundary.Full => ([.. kernel.Select(length => length - 1)], [.. kernel.Select(length => length - 1)]),
        _ => ([.. kernel.Select(length => length - 1 - ((length - 1) / 2))], [.. kernel.Select(length => (length - 1) / 2)]),
    };

    private static Extension Mode(Boundary boundary) => boundary switch
    {
        Boundary.Circular => Extension.Circular,
        Boundary.Reflect => Extension.Reflect,
        Boundary.Symmetric => Extension.Symmetric,
        _ => Extension.Replicate,
    };
}
