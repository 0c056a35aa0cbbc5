using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Execution;

/// <summary>Winograd's method within a plan: chosen for many channels, near the values of double precision, and left out where it is switched off.</summary>
public class WinogradPlanTests
{
    private static readonly ConvolutionOptions Same = new(Boundary.Same);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_denoiser_stays_within_a_ten_thousandth_of_double_precision(bool rectified)
    {
        // Eight layers of 3 × 3, 64 channels, as denoisers have them: the result, and the gradient of its squares in every kernel. A rectifier has a kink, where the
        // smallest error opens or closes a gate and the gradient jumps, whatever the kernels: so gradients are compared behind a smooth function.
        Variable picture = new("y", [2, 40, 40, 1]);
        Variable[] kernels = [.. Enumerable.Range(0, 8).Select(layer => new Variable($"w{layer}", [3, 3, layer == 0 ? 1 : 64, layer == 7 ? 1 : 64]))];
        Expr result = kernels.SkipLast(1).Aggregate((Expr)picture, (value, kernel) => rectified ? Relu(CorrelatePictures(kernel, value, Same)) : Tanh(CorrelatePictures(kernel, value, Same)));
        result = CorrelatePictures(kernels[^1], result, Same);
        Function function = new([picture, .. kernels], rectified ? [result] : [result, .. SumOfSquares(result).Gradient(kernels)]);
        Plan plan = Plan.Compile(function);
        Assert.Equal(rectified ? 6 : 18, Steps(plan));
        Within(1e-4, plan);
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        Variable picture = new("y", [1, 32, 32, 32]), kernel = new("w", [3, 3, 32, 32]);
        Function function = new([picture, kernel], [CorrelatePictures(kernel, picture, Same)]);
        AppContext.SetSwitch(ExecutionSwitches.Winograd, false);
        try
        {
            Plan direct = Plan.Compile(function);
            Assert.Equal(0, Steps(direct));
            Within(2e-6, direct);
        }
        finally
        {
            AppContext.SetSwitch(ExecutionSwitches.Winograd, true);
        }

        Plan plan = Plan.Compile(function);
        Assert.Equal(1, Steps(plan));
        Within(2e-5, plan);
    }

    [Fact]
    public void Strides_dilations_and_other_kernels_take_the_sums()
    {
        Variable picture = new("y", [1, 32, 32, 32]), three = new("w", [3, 3, 32, 32]), five = new("v", [5, 5, 32, 32]);
        Expr[] results =
        [
            CorrelatePictures(five, picture, Same),
            CorrelatePictures(three, picture, Same with { Stride = [2, 2] }),
            CorrelatePictures(three, picture, Same with { Dilation = [2, 2] }),
        ];
        Plan plan = Plan.Compile(new Function([picture, three, five], results));
        Assert.Equal(0, Steps(plan));
        Within(2e-6, plan);
    }

    private static int Steps(Plan plan) => plan.ToString().Split("Winograd").Length - 1;

    /// <summary>The plan in single precision against the same plan in double precision, where all correlations are plain sums.</summary>
    private static void Within(double tolerance, Plan plan)
    {
        PlanSession<float> single = new(plan);
        PlanSession<double> exact = new(plan);
        for (int i = 0; i < plan.Function.Inputs.Count; i++)
        {
            // Kernels as initialisers draw them, so that values keep their size from layer to layer.
            Shape shape = plan.Function.Inputs[i].Shape;
            float scale = shape[0] <= 5 ? MathF.Sqrt(6f / shape[..3].Size) : 1;
            Tensor<float> values = new(shape);
            new KeyedRandom(7, $"input {i}").FillUniform(values.Span);
            foreach (ref float value in values.Span)
            {
                value = scale * ((2 * value) - 1);
            }

            single.Bind(i, values.Memory);
            exact.Bind(i, values.Span.ToArray().Select(value => (double)value).ToArray());
        }

        single.Run(WorkerPool.Serial);
        exact.Run(WorkerPool.Serial);
        for (int i = 0; i < plan.Function.Outputs.Count; i++)
        {
            double largest = 0, error = 0;
            for (int j = 0; j < exact.Output(i).Length; j++)
            {
                largest = Math.Max(largest, Math.Abs(exact.Output(i)[j]));
                error = Math.Max(error, Math.Abs(exact.Output(i)[j] - single.Output(i)[j]));
            }

            Assert.True(largest > 0 && error <= tolerance * largest, $"output {i}: error {error / largest:E1} of the largest entry, more than {tolerance:E1}");
        }
    }
}
