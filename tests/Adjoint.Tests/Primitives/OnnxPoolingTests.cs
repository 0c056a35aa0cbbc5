using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Primitives;

/// <summary>Poolings and products against the published conformance cases of ONNX. Their pictures are planar; attributes are those of each case's model.</summary>
public class OnnxPoolingTests
{
    // kernel, stride, padding in front, padding behind, dilation, ceil mode; all axes alike. SAME_UPPER puts odd padding behind, SAME_LOWER in front.
    public static TheoryData<string, int, int, int, int, int, bool> Cases => new()
    {
        { "maxpool_2d_default", 2, 1, 0, 0, 1, false },
        { "maxpool_2d_strides", 5, 3, 0, 0, 1, false },
        { "maxpool_2d_pads", 3, 1, 2, 2, 1, false },
        { "maxpool_2d_ceil", 3, 2, 0, 0, 1, true },
        { "maxpool_2d_same_lower", 2, 1, 1, 0, 1, false },
        { "maxpool_2d_precomputed_same_upper", 3, 2, 1, 1, 1, false },
        { "maxpool_with_argmax_2d_precomputed_pads", 5, 1, 2, 2, 1, false },
        { "maxpool_3d_dilations_use_ref_impl", 2, 1, 0, 0, 2, false },
        { "averagepool_2d_default", 2, 1, 0, 0, 1, false },
        { "averagepool_2d_strides", 5, 3, 0, 0, 1, false },
        { "averagepool_2d_pads", 3, 1, 2, 2, 1, false },
        { "averagepool_2d_ceil", 3, 2, 0, 0, 1, true },
        { "averagepool_2d_same_lower", 2, 1, 1, 0, 1, false },
        { "averagepool_2d_precomputed_pads", 5, 1, 2, 2, 1, false },
        { "averagepool_2d_precomputed_same_upper", 3, 2, 1, 1, 1, false },
        { "averagepool_3d_dilations_small", 2, 1, 0, 0, 2, true },
        { "averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False", 5, 3, 0, 0, 2, false },
        { "averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False", 5, 3, 0, 0, 2, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pooling_agrees_with_the_conformance_case(string name, int kernel, int stride, int before, int after, int dilation, bool ceil)
    {
        Tensor<double> input = OnnxTensor.Read(name, "input_0");
        int space = input.Shape.Rank - 2;
        Shape all(int number) => Shape.Uniform(number, space);
        PoolingOptions options = new(all(kernel))
        {
            Stride = all(stride),
            Before = all(before),
            After = all(after),
            Dilation = all(dilation),
            CeilMode = ceil,
            CountIncludePad = name.Contains("pad_is_1", StringComparison.Ordinal),
        };
        Agrees(name, input, pictures => name.StartsWith("max", StringComparison.Ordinal) ? MaxPool(pictures, options) : AveragePool(pictures, options));
    }

    [Fact]
    public void Global_poolings_agree_with_the_conformance_cases()
    {
        Agrees("globalaveragepool_precomputed", OnnxTensor.Read("globalaveragepool_precomputed", "input_0"), GlobalAveragePool);
        Agrees("globalmaxpool_precomputed", OnnxTensor.Read("globalmaxpool_precomputed", "input_0"), GlobalMaxPool);
    }

    [Fact]
    public void A_matrix_product_agrees_with_the_conformance_case()
    {
        Tensor<double> left = OnnxTensor.Read("matmul_3d", "input_0"), right = OnnxTensor.Read("matmul_3d", "input_1");
        Variable a = new("a", left.Shape), b = new("b", right.Shape);
        Tensor<double> expected = OnnxTensor.Read("matmul_3d", "output_0"), product = Interpreter.Evaluate(MatrixProduct(a, b), (a, left), (b, right));
        Assert.Equal(expected.Shape, product.Shape);
        Assert.True(Vectors.Distance(expected, product) <= 1e-5 * Vectors.Largest(expected));
    }

    private static void Agrees(string name, Tensor<double> input, Func<Expr, Expr> pool)
    {
        // N×C×space to N×space×C and back, so that the plan in float32 is held to the case too.
        int rank = input.Shape.Rank;
        Variable planar = new("x", input.Shape);
        Expr result = Transpose(pool(Transpose(planar, [0, .. Enumerable.Range(2, rank - 2), 1])), [0, rank - 1, .. Enumerable.Range(1, rank - 2)]);
        Tensor<double> expected = OnnxTensor.Read(name, "output_0");
        Assert.Equal(expected.Shape, result.Shape);
        Assert.True(Vectors.Distance(expected, Interpreter.Evaluate(result, (planar, input))) <= 1e-5 * Vectors.Largest(expected));
        PlanSession<float> session = new(Plan.Compile(new Function([planar], [result])));
        session.Bind(0, (float[])[.. input.Span.ToArray().Select(entry => (float)entry)]);
        session.Run(WorkerPool.Serial);
        Tensor<double> fast = new(expected.Shape, [.. session.Output(0).ToArray().Select(entry => (double)entry)]);
        Assert.True(Vectors.Distance(expected, fast) <= 1e-5 * Vectors.Largest(expected));
    }
}
